package dev.taskping.crds.notifiedtask;

import dev.taskping.crds.ObjectName;
import dev.taskping.crds.WellKnownNames;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Which Jobs to watch, whom to notify, and what a reply may launch. */
@Group(WellKnownNames.GROUP)
@Version(WellKnownNames.VERSION)
@ShortNames("nt")
@Categories("taskping")
@AdditionalPrinterColumn(
        name = "Ready",
        type = Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
        name = "Reason",
        type = Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Active", type = Type.INTEGER, jsonPath = ".status.active")
@AdditionalPrinterColumn(name = "Succeeded", type = Type.INTEGER, jsonPath = ".status.succeeded")
@AdditionalPrinterColumn(name = "Failed", type = Type.INTEGER, jsonPath = ".status.failed")
@AdditionalPrinterColumn(name = "Last Run", type = Type.STRING, jsonPath = ".status.lastRun")
@AdditionalPrinterColumn(name = "Undelivered", type = Type.INTEGER, jsonPath = ".status.undelivered", priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        type = Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        priority = 1)
@AdditionalPrinterColumn(name = "Age", type = Type.DATE, jsonPath = ".metadata.creationTimestamp")
@ValidationRule(value = ObjectName.FITS_LABEL_RULE, message = ObjectName.FITS_LABEL_MESSAGE)
public class NotifiedTask extends CustomResource<NotifiedTaskSpec, NotifiedTaskStatus> implements Namespaced {}
