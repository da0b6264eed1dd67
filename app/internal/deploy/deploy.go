// Package deploy holds what it takes to run the server on a machine with systemd,
// on Kubernetes and in a container: files to print, read and edit, and a guide.
package deploy

import _ "embed" // the files

// Systemd is a unit for one machine.
//
//go:embed files/mintmark.service
var Systemd string

// Kubernetes is manifests for three replicas beside a PostgreSQL. What has to be
// edited is marked EDIT.
//
//go:embed files/kubernetes.yaml
var Kubernetes string

// Dockerfile builds an image from a checkout.
//
//go:embed files/Dockerfile
var Dockerfile string

// Guide leads from a first try to production, in Markdown.
//
//go:embed files/guide.md
var Guide string
