package dev.taskping.testkit.simulator.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskping.testkit.simulator.slack.SlackMessage.SlackFile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The methods of the Web API that the app needs. */
final class SlackMethods {

    private static final class Upload {
        final String fileName;
        final int length;
        byte[] content = new byte[0];

        Upload(String fileName, int length) {
            this.fileName = fileName;
            this.length = length;
        }
    }

    private final SlackWorkspace workspace;
    private final Set<String> scopes = new HashSet<>(Set.of("chat:write", "files:write", "channels:read"));
    private final Map<String, Upload> uploads = new HashMap<>();
    private int nextFile = 1;

    SlackMethods(SlackWorkspace workspace) {
        this.workspace = workspace;
    }

    synchronized void removeScope(String scope) {
        scopes.remove(scope);
    }

    synchronized String scopes() {
        return String.join(",", scopes);
    }

    /** What a call returns besides {@code ok}. */
    synchronized ObjectNode call(String method, JsonNode arguments, String uploadRoot) {
        String channel = arguments.path("channel").asText();
        return switch (method) {
            case "auth.test" ->
                object().put("team", "Lab")
                        .put("user", "taskping")
                        .put("user_id", "U0TASKPING")
                        .put("bot_id", "B0TASKPING");
            case "conversations.info" -> info(channel);
            case "chat.postMessage" -> {
                require("chat:write");
                workspace.open(channel);
                yield written(workspace.write(
                        channel,
                        false,
                        SlackContent.of(arguments),
                        null,
                        arguments.path("thread_ts").asText()));
            }
            case "chat.update" -> {
                require("chat:write");
                workspace.open(channel);
                yield written(workspace.edit(channel, arguments.path("ts").asText(), SlackContent.of(arguments)));
            }
            case "files.getUploadURLExternal" -> place(arguments, uploadRoot);
            case "files.completeUploadExternal" -> share(arguments);
            default -> throw new SlackError("unknown_method");
        };
    }

    private ObjectNode info(String channel) {
        require("channels:read");
        ObjectNode body = object();
        body.putObject("channel")
                .put("id", channel)
                .put("name", workspace.name(channel))
                .put("is_archived", workspace.isArchived(channel))
                .put("is_member", workspace.isMember(channel));
        return body;
    }

    private void require(String scope) {
        if (!scopes.contains(scope)) {
            throw new SlackError("missing_scope", scope);
        }
    }

    private ObjectNode place(JsonNode arguments, String uploadRoot) {
        require("files:write");
        String fileName = arguments.path("filename").asText();
        int length = arguments.path("length").asInt();
        if (fileName.isEmpty() || length <= 0) {
            throw new SlackError("invalid_arguments");
        }
        String id = "F" + String.format("%09d", nextFile++);
        uploads.put(id, new Upload(fileName, length));
        return object().put("file_id", id).put("upload_url", uploadRoot + "/upload/v1/" + id);
    }

    /** Takes a file's bytes; false if they are not what was announced. */
    synchronized boolean upload(String id, byte[] content) {
        Upload upload = uploads.get(id);
        if (upload == null || upload.length != content.length) {
            return false;
        }
        upload.content = content;
        return true;
    }

    private ObjectNode share(JsonNode arguments) {
        require("files:write");
        String channel = arguments.path("channel_id").asText();
        workspace.open(channel);
        for (JsonNode file : arguments.path("files")) {
            Upload upload = uploads.remove(file.path("id").asText());
            if (upload == null || upload.content.length == 0) {
                throw new SlackError("file_not_found");
            }
            SlackFile shared = new SlackFile(upload.fileName, new String(upload.content, StandardCharsets.UTF_8));
            workspace.write(
                    channel,
                    false,
                    new SlackContent("", "", "", false, List.of(), List.of()),
                    shared,
                    arguments.path("thread_ts").asText());
        }
        return object();
    }

    private static ObjectNode written(SlackMessage message) {
        return object().put("channel", message.channelId()).put("ts", message.timestamp());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
