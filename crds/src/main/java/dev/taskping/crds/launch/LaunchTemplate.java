package dev.taskping.crds.launch;

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

/** Work that replies may launch. Permission to create a LaunchTemplate is permission to approve work. */
@Group(WellKnownNames.GROUP)
@Version(WellKnownNames.VERSION)
@ShortNames("lt")
@Categories("taskping")
@AdditionalPrinterColumn(
        name = "Ready",
        type = Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
        name = "Reason",
        type = Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Description", type = Type.STRING, jsonPath = ".spec.description")
@AdditionalPrinterColumn(
        name = "Message",
        type = Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        priority = 1)
@AdditionalPrinterColumn(name = "Age", type = Type.DATE, jsonPath = ".metadata.creationTimestamp")
@ValidationRule(value = ObjectName.FITS_LABEL_RULE, message = ObjectName.FITS_LABEL_MESSAGE)
@ValidationRule(
        value = "self.metadata.name != 'next'",
        message =
                "a LaunchTemplate cannot be named next, because the reply 'launch next' launches the first entry of a task's next;"
                        + " give it another name")
public class LaunchTemplate extends CustomResource<LaunchTemplateSpec, LaunchTemplateStatus> implements Namespaced {}
