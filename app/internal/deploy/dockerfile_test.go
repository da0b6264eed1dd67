package deploy_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mintmark/app/internal/deploy"
)

// An instruction is one line of a Dockerfile.
type instruction struct{ word, rest string }

// instructions reads the Dockerfile, and refuses what is no instruction.
func instructions(t *testing.T) (all []instruction) {
	t.Helper()
	known := strings.Fields("FROM WORKDIR COPY RUN USER EXPOSE STOPSIGNAL ENTRYPOINT CMD")
	for line := range strings.Lines(deploy.Dockerfile) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		if !slices.Contains(known, word) || rest == "" || strings.HasSuffix(rest, `\`) {
			t.Fatalf("got %q, want a whole instruction, one of %v", line, known)
		}
		all = append(all, instruction{word, rest})
	}
	return all
}

// stage is what stands behind the last FROM.
func stage(all []instruction) []instruction {
	last := 0
	for i, in := range all {
		if in.word == "FROM" {
			last = i
		}
	}
	return all[last:]
}

func of(all []instruction, word string) (rest []string) {
	for _, in := range all {
		if in.word == word {
			rest = append(rest, in.rest)
		}
	}
	return rest
}

// The image holds the program alone, and runs it as nobody.
func TestDockerfileImage(t *testing.T) {
	all := instructions(t)
	image := stage(all)
	for word, want := range map[string][]string{
		"FROM": {"gcr.io/distroless/static-debian12:nonroot"},
		"COPY": {"--from=build --chmod=0555 /src/bin/mintmark /mintmark"},
		"USER": {"65532:65532"}, // a number: Kubernetes cannot tell whether a name is root
		"RUN":  nil,             // there is no shell
	} {
		if got := of(image, word); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
	for _, word := range []string{"ENTRYPOINT", "CMD"} {
		var words []string
		if got := of(image, word); len(got) != 1 || json.Unmarshal([]byte(got[0]), &words) != nil {
			t.Errorf("%s: got %q, want one list: there is no shell to read a text", word, got)
		}
	}
}

// It builds with the Go of go.mod, and what make build leaves is what it copies.
func TestDockerfileBuilds(t *testing.T) {
	mod, err := os.ReadFile("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(mod)
	if want := "golang:" + string(version[1]) + "-bookworm AS build"; of(instructions(t), "FROM")[0] != want {
		t.Errorf("got %q, want %q", of(instructions(t), "FROM")[0], want)
	}
	makefile, err := os.ReadFile("../../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"\nbuild: bin/mintmark ", "\tCGO_ENABLED=0 $(GO) build $(flags) -o $@ ./app", "flags   := -trimpath "} {
		if !strings.Contains(string(makefile), line) {
			t.Errorf("the Makefile has no %q any more", line)
		}
	}
}
