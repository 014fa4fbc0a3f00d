package dev.taskping.crds.channel;

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

/** A way to reach people or programs: a Telegram chat, mail addresses, a webhook. */
@Group(WellKnownNames.GROUP)
@Version(WellKnownNames.VERSION)
@ShortNames("nch")
@Categories("taskping")
@AdditionalPrinterColumn(name = "Type", type = Type.STRING, jsonPath = ".spec.type")
@AdditionalPrinterColumn(
        name = "Ready",
        type = Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
        name = "Delivering",
        type = Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Delivering\")].status")
@AdditionalPrinterColumn(
        name = "Reason",
        type = Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
        name = "Message",
        type = Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
        priority = 1)
@AdditionalPrinterColumn(
        name = "Latest Messages",
        type = Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Delivering\")].message",
        priority = 1)
@AdditionalPrinterColumn(
        name = "Template",
        type = Type.STRING,
        jsonPath = ".status.conditions[?(@.type==\"Template\")].message",
        priority = 1)
@AdditionalPrinterColumn(name = "Test", type = Type.STRING, jsonPath = ".status.test.state", priority = 1)
@AdditionalPrinterColumn(name = "Age", type = Type.DATE, jsonPath = ".metadata.creationTimestamp")
@ValidationRule(value = ObjectName.FITS_LABEL_RULE, message = ObjectName.FITS_LABEL_MESSAGE)
@ValidationRule(
        value = "!has(self.spec.fallback) || self.spec.fallback.name != self.metadata.name",
        message = "fallback names this channel itself; name another channel")
public class NotificationChannel extends CustomResource<NotificationChannelSpec, NotificationChannelStatus>
        implements Namespaced {}
