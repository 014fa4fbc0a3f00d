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

/** One accepted command: the template, its parameters, who asked, and the result. */
@Group(WellKnownNames.GROUP)
@Version(WellKnownNames.VERSION)
@ShortNames("la")
@Categories("taskping")
@AdditionalPrinterColumn(name = "Template", type = Type.STRING, jsonPath = ".status.templateRef.name")
@AdditionalPrinterColumn(name = "Requested By", type = Type.STRING, jsonPath = ".spec.requestedBy.name")
@AdditionalPrinterColumn(name = "Phase", type = Type.STRING, jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Reason", type = Type.STRING, jsonPath = ".status.reason")
@AdditionalPrinterColumn(name = "Job", type = Type.STRING, jsonPath = ".status.jobRef.name")
@AdditionalPrinterColumn(name = "Retry Of", type = Type.STRING, jsonPath = ".spec.retryOf.name", priority = 1)
@AdditionalPrinterColumn(
        name = "Confirmed By",
        type = Type.STRING,
        jsonPath = ".status.confirmation.by.name",
        priority = 1)
@AdditionalPrinterColumn(name = "Message", type = Type.STRING, jsonPath = ".status.message", priority = 1)
@AdditionalPrinterColumn(name = "Age", type = Type.DATE, jsonPath = ".metadata.creationTimestamp")
@ValidationRule(value = ObjectName.FITS_LABEL_RULE, message = ObjectName.FITS_LABEL_MESSAGE)
public class Launch extends CustomResource<LaunchSpec, LaunchStatus> implements Namespaced {}
