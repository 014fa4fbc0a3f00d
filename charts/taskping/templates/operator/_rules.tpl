{{/* What the operator may do in a namespace. Each line says why. */}}
{{- define "taskping.operatorRules" -}}
# Watches Jobs; creates those of approved templates. Never deletes.
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create]
{{- if or .Values.operator.control.enabled .Values.operator.retainJobs.enabled }}
# Stop, keep and extend, asked for by replies, of Jobs that TaskPing watches (operator.control.enabled); the finalizer of Jobs
# that are retained until their end is recorded (operator.retainJobs.enabled).
- apiGroups: [batch]
  resources: [jobs]
  verbs: [patch]
{{- end }}
# The pods of a Job that ended: exit codes, GPUs, and the end of the log. Watches only pods of Jobs that have ended; without,
# each Job would cost the API server a list.
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
# The outcomes of Jobs that ended unseen, from the Job controller's Events; and Events of its own at NotifiedTasks whose
# messages reached nobody, at NotificationChannels whose provider says something new, and at Launches that somebody else
# than who asked tried to confirm.
- apiGroups: [""]
  resources: [events]
  verbs: [list, create]
# The Secrets that NotificationChannels name; it never lists them.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
- apiGroups: [taskping.dev]
  resources: [notifiedtasks, notificationchannels]
  verbs: [list, watch]
- apiGroups: [taskping.dev]
  resources: [launchtemplates]
  verbs: [get, list, watch]
# Launches: made of commands, labelled with their template, removed when they have been kept for long enough.
- apiGroups: [taskping.dev]
  resources: [launches]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [taskping.dev]
  resources: [notifiedtasks/status, notificationchannels/status, launchtemplates/status, launches/status]
  verbs: [patch]
# To own the Jobs it creates.
- apiGroups: [taskping.dev]
  resources: [notifiedtasks/finalizers, launches/finalizers]
  verbs: [update]
{{- end }}
