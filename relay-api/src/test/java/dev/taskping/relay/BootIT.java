package dev.taskping.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BootIT {

    @Inject
    AgroalDataSource database;

    @Test
    void migratesARealPostgreSql() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id FROM workspace")) {
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isGreaterThanOrEqualTo(16);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("default");
        }
    }
}
