// Package strictyaml reads YAML to the letter. A [Doc] walks the nodes of a
// document and gathers every mistake in it with its line: a key that nobody
// asked for, one that is there twice, a value of another kind. Nothing is
// guessed: there are no anchors, no tags and no merging of mappings.
//
// A mistake never quotes a value unless whoever reads that value says so: it
// may be a secret in the wrong place.
package strictyaml
