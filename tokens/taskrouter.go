package tokens

// TaskRouter lets the holder act as a worker or a supervisor of one workspace.
// It is the grant of an access token; the older TaskRouter capability token is
// another thing.
//
// Source: the README of twilio-taskrouter.js.
type TaskRouter struct {
	WorkspaceSID string `json:"workspace_sid,omitempty" sid:"WS" help:"workspace"`
	WorkerSID    string `json:"worker_sid,omitempty" sid:"WK" help:"worker"`
	Role         string `json:"role,omitempty" help:"worker or supervisor"`
}

// Key is the grant's name inside the token.
func (*TaskRouter) Key() string { return "task_router" }

// Explain says in words what the holder may do.
func (t *TaskRouter) Explain() string {
	text := "may use TaskRouter"
	if t.WorkerSID != "" {
		text += " as the worker " + t.WorkerSID
	}
	if t.WorkspaceSID != "" {
		text += " in the workspace " + t.WorkspaceSID
	}
	if t.Role != "" {
		text += ", in the role " + t.Role
	}
	return text
}
