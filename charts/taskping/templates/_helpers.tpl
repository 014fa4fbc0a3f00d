{{- define "taskping.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{/* Labels of every object; the argument is (list $ "component"). */}}
{{- define "taskping.labels" -}}
{{- $root := index . 0 -}}
{{ include "taskping.selectorLabels" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version }}
{{- end }}

{{- define "taskping.selectorLabels" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: taskping
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "taskping.image" -}}
{{- $root := index . 0 -}}
{{ printf "%s/%s/%s:%s" $root.Values.image.registry $root.Values.image.repository (index . 1) ($root.Values.image.tag | default $root.Chart.AppVersion) }}
{{- end }}

{{- define "taskping.authSecret" -}}
{{ .Values.auth.existingSecret | default (printf "%s-auth" (include "taskping.fullname" .)) }}
{{- end }}

{{- define "taskping.tlsSecret" -}}
{{ .Values.tls.existingSecret | default (printf "%s-relay-tls" (include "taskping.fullname" .)) }}
{{- end }}

{{/* The names by which pods reach the relay, as a YAML list. */}}
{{- define "taskping.relayNames" -}}
{{- $service := printf "%s-relay" (include "taskping.fullname" .) -}}
- {{ $service }}.{{ .Release.Namespace }}.svc
- {{ $service }}.{{ .Release.Namespace }}.svc.cluster.local
- {{ $service }}.{{ .Release.Namespace }}
- {{ $service }}
- localhost
{{- end }}

{{- define "taskping.relayUrl" -}}
{{- if and .Values.relay.enabled .Values.tls.enabled -}}
https://{{ include "taskping.fullname" . }}-relay.{{ .Release.Namespace }}.svc:{{ .Values.relay.service.tlsPort }}
{{- else if .Values.relay.enabled -}}
http://{{ include "taskping.fullname" . }}-relay.{{ .Release.Namespace }}.svc:{{ .Values.relay.service.port }}
{{- else -}}
{{ required "relay.url: with relay.enabled=false, say where the relay is, for example https://relay.example.com" .Values.relay.url }}
{{- end -}}
{{- end }}

{{- define "taskping.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "taskping.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* The admission policy and its binding are cluster-wide, so the namespace is part of their name. */}}
{{- define "taskping.authorPolicy" -}}
{{ .Release.Namespace }}-{{ include "taskping.fullname" . }}-authors
{{- end }}
