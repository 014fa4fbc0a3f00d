{{/* The operator's permissions in a namespace, each with its reason. */}}
{{- define "taskping.operatorRules" -}}
# Watch Jobs, and create Jobs from approved templates. The operator never deletes a Job.
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create]
{{- if or .Values.operator.control.enabled .Values.operator.retainJobs.enabled }}
# Stop, keep and extend Jobs that TaskPing watches, on people's request (operator.control.enabled). Add and remove the finalizer
# of Jobs that are retained until their end is recorded (operator.retainJobs.enabled).
- apiGroups: [batch]
  resources: [jobs]
  verbs: [patch]
{{- end }}
# Read the exit codes, GPUs and log ends of finished Jobs from their pods. The watch covers only pods that have ended; without it,
# each Job would cost the API server a list.
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
# Ask in dry runs whether Pod Security admits the pods of LaunchTemplates. The operator creates no pod; as it may create Jobs, this
# right adds nothing.
- apiGroups: [""]
  resources: [pods]
  verbs: [create]
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
# Read from the Job controller's Events how Jobs ended that the relay believes to run and nobody saw end. Create Events on NotifiedTasks whose messages
# reached nobody, on NotificationChannels whose state changed, and on Launches that the wrong person tried to confirm.
- apiGroups: [""]
  resources: [events]
  verbs: [list, create]
# Read the Secrets that NotificationChannels name. The operator never lists Secrets.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get]
# The caches keep no jobTemplate: the operator gets the whole NotifiedTask once, when it creates the Job.
- apiGroups: [taskping.dev]
  resources: [notifiedtasks]
  verbs: [get, list, watch]
- apiGroups: [taskping.dev]
  resources: [notificationchannels]
  verbs: [list, watch]
- apiGroups: [taskping.dev]
  resources: [launchtemplates]
  verbs: [get, list, watch]
# Create Launches from commands, label them with their template, and delete old ones.
- apiGroups: [taskping.dev]
  resources: [launches]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [taskping.dev]
  resources: [notifiedtasks/status, notificationchannels/status, launchtemplates/status, launches/status]
  verbs: [patch]
# Own the Jobs that the operator creates.
- apiGroups: [taskping.dev]
  resources: [notifiedtasks/finalizers, launches/finalizers]
  verbs: [update]
{{- end }}
