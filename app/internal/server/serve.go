package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// grace is how long a stop waits for what is in flight: longer than any request
// may take.
const grace = 30 * time.Second

// Serve answers on ln until the context ends, then lets what is in flight finish
// and returns nil.
func Serve(ctx context.Context, ln net.Listener, h http.Handler, log *slog.Logger) error {
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      15 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	stopped := make(chan error, 1)
	unhook := context.AfterFunc(ctx, func() { stopped <- stop(srv, log) })
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		unhook()
		return errors.Join(err, srv.Close())
	}
	return <-stopped
}

func stop(srv *http.Server, log *slog.Logger) error {
	log.Info("stopping: finishing what is in flight")
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		return errors.Join(err, srv.Close())
	}
	log.Info("stopped")
	return nil
}
