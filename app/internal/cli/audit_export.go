package cli

import (
	"bufio"
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"
)

func (a *audit) exportCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write rows to standard output",
		Example: `  mintmark audit export --since -24h | jq .principal
  mintmark audit export --since 2026-11-01 --until 2026-12-01 --format csv >november.csv`,
		Long: `The rows come oldest first, all of them where no flag chooses. In CSV, cells that
a spreadsheet would run as a formula begin with an apostrophe.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.json && a.format == "csv" {
				return usage("ndjson is JSON, an object a line", "--json and --format csv are both there")
			}
			return a.export(cmd.Context(), cmd.Flags().Changed("since"), cmd.Flags().Changed("until"))
		},
	}
	f := cmd.Flags()
	f.Var(&a.since, "since", "from this `time`: -24h, -7d, 2026-11-01, 2026-11-01T12:00:00Z, Unix seconds")
	f.Var(&a.until, "until", "before this `time`")
	f.Var(&choice{&a.format, []string{"ndjson", "csv"}}, "format", "`ndjson`, an object a line, or csv")
	a.addFilter(f)
	return cmd
}

func (a *audit) export(ctx context.Context, since, until bool) error {
	now, filter := a.now(), a.filter()
	if since {
		filter.Since = a.since.from(now)
	}
	if until {
		filter.Until = a.until.from(now)
	}
	if since && until && !filter.Since.Before(filter.Until) {
		return usage("", "--since is %s and --until %s: want an earlier one first", filter.Since.UTC().Format(time.RFC3339), filter.Until.UTC().Format(time.RFC3339))
	}
	s, err := a.openExisting(ctx, a.program, noTrail)
	if err != nil {
		return err
	}
	defer s.Close()
	out := bufio.NewWriterSize(a.stdout, 64<<10)
	rows, err := a.exportRows(out)
	if err != nil {
		return err
	}
	for e, err := range s.Find(ctx, filter) {
		if err == nil {
			err = rows.write(&e.Event)
		}
		if err != nil {
			return err
		}
	}
	if err := rows.flush(); err != nil {
		return err
	}
	return out.Flush()
}

func (a *audit) exportRows(w io.Writer) (rowWriter, error) {
	if a.format == "csv" {
		return newCSVRows(w)
	}
	return jsonRows{w}, nil
}
