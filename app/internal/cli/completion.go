package cli

import (
	"bytes"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// completionCmd prints the script with which a shell completes our commands.
func (p *program) completionCmd() *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion shell",
		Short: "Print the completion script for a shell",
		Example: `  source <(mintmark completion bash)
  mintmark completion zsh >"${fpath[1]}/_mintmark"
  mintmark completion fish >~/.config/fish/completions/mintmark.fish`,
		Long:      "The shells are " + strings.Join(shells, ", ") + ".",
		ValidArgs: shells,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return nil
			}
			return usage("mintmark completion bash", "want one shell: %s", strings.Join(shells, ", "))
		},
		RunE: func(cmd *cobra.Command, args []string) error { return p.printCompletion(cmd.Root(), args[0]) },
	}
}

func (p *program) printCompletion(root *cobra.Command, shell string) error {
	var b bytes.Buffer
	var err error
	switch shell {
	case "bash":
		b.WriteString(wordsInBash)
		err = root.GenBashCompletionV2(&b, true)
	case "zsh":
		err = root.GenZshCompletion(&b)
	case "fish":
		err = root.GenFishCompletion(&b, true)
	case "powershell":
		err = root.GenPowerShellCompletionWithDesc(&b)
	default:
		err = usage("the shells are bash, zsh, fish and powershell", "no shell is called %s", shorten(shell))
	}
	switch {
	case err != nil:
		return err
	case p.json:
		return p.printJSON(map[string]string{"shell": shell, "script": b.String()})
	}
	return p.print(b.Bytes())
}

// wordsInBash stands in for the function of the bash-completion package that the
// script calls: without that package it would complete nothing.
const wordsInBash = `if ! declare -F _get_comp_words_by_ref >/dev/null; then
_get_comp_words_by_ref()
{
    read -ra words <<<"${COMP_LINE:0:COMP_POINT}"
    [[ ${COMP_LINE:0:COMP_POINT} == *[[:space:]] ]] && words+=("")
    cword=$((${#words[@]} - 1))
    cur=${words[cword]}
    prev=${words[cword - 1]}
}
fi

`

// showDropIns lets the shell complete the commands of the Twilio CLI for those
// who have begun to type one.
func showDropIns(root *cobra.Command, typed string) {
	for _, cmd := range root.Commands() {
		if strings.HasPrefix(typed, "tok") && strings.HasPrefix(cmd.Name(), "token") {
			cmd.Hidden = false
		}
	}
}

// completeChoices lets the shell complete the words that a flag takes. It is
// for when a shell asks: walking all commands would slow every other run.
func completeChoices(cmd *cobra.Command) {
	complete := func(f *pflag.Flag) {
		words := map[string]func() []string{"code": languageNames}[f.Name]
		switch f.Value.(type) {
		case *algorithm, *algorithms:
			words = func() []string { return algorithmNames }
		}
		if c, ok := f.Value.(*choice); ok {
			words = func() []string { return c.of }
		}
		if words != nil {
			_ = cmd.RegisterFlagCompletionFunc(f.Name, cobra.FixedCompletions(words(), cobra.ShellCompDirectiveNoFileComp))
		}
	}
	cmd.LocalFlags().VisitAll(complete)
	for _, c := range cmd.Commands() {
		completeChoices(c)
	}
}
