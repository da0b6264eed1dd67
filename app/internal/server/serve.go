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

const (
	headerWait = 5 * time.Second  // for the header of a request, and a TLS handshake
	readWait   = 10 * time.Second // for all of it
	writeWait  = 15 * time.Second // for the answer, from when there is all of the header
	idleWait   = 60 * time.Second // for the next request
)

// A Place is where a server answers, and how it leaves.
type Place struct {
	Listener net.Listener
	TLS      *KeyPair     // nil: plain HTTP
	Admin    net.Listener // answers /metrics and health, in plain HTTP; nil: nobody does

	// Linger is how long a stop goes on taking requests, while readiness says no,
	// so that load balancers have time to notice.
	Linger time.Duration
}

// Run answers until the context ends, then lets what is in flight finish and
// returns nil.
func (s *Server) Run(ctx context.Context, at Place) error {
	public, endPublic := context.WithCancel(context.WithoutCancel(ctx))
	defer endPublic()
	defer context.AfterFunc(ctx, func() {
		s.drain(at.Linger)
		endPublic()
	})()
	admin, endAdmin := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() {
		err := s.runAdmin(admin, at.Admin)
		if err != nil {
			endPublic()
		}
		ended <- err
	}()
	err := serve(public, at.Listener, at.TLS, s, &s.edge)
	endAdmin()
	err = errors.Join(err, <-ended)
	s.log.Info("stopped")
	return err
}

func (s *Server) runAdmin(ctx context.Context, ln net.Listener) error {
	if ln == nil {
		return nil
	}
	return serve(ctx, ln, nil, s.adminAt(ln.Addr()), &edge{s.log, newMeters(), &s.settings})
}

// drain tells load balancers to go elsewhere and gives them time.
func (s *Server) drain(linger time.Duration) {
	s.ready.draining.Store(true)
	if linger > 0 {
		s.log.Info("stopping: still answering", "for", linger)
		time.Sleep(linger)
	}
	s.log.Info("stopping: finishing what is in flight")
}

// serve answers on ln until the context ends, then lets what is in flight finish
// and returns nil.
func serve(ctx context.Context, ln net.Listener, pair *KeyPair, h http.Handler, e *edge) error {
	strict := &strictListener{Listener: ln, edge: e, handler: h}
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerWait,
		ReadTimeout:       readWait,
		WriteTimeout:      writeWait,
		IdleTimeout:       idleWait,
		MaxHeaderBytes:    maxHeader, // it takes 4 KiB more, see strictConn
		ConnState:         strict.follow,

		DisableGeneralOptionsHandler: true, // its answer has no request id, and no line in the log
		ErrorLog:                     slog.NewLogLogger(e.log.Handler(), slog.LevelWarn),
	}
	if pair != nil {
		strict.tls = pair.config()
	}
	stopped := make(chan error, 1)
	unhook := context.AfterFunc(ctx, func() { stopped <- strict.stop(srv) })
	if err := srv.Serve(strict); !errors.Is(err, http.ErrServerClosed) {
		unhook()
		return errors.Join(err, srv.Close())
	}
	return <-stopped
}

func (l *strictListener) stop(srv *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		return errors.Join(err, srv.Close())
	}
	return l.waitInFlight(ctx)
}

// waitInFlight waits for the requests that package net/http knows nothing of. There
// are no new ones once that has closed all connections, see [shortcut.begin].
func (l *strictListener) waitInFlight(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		l.inFlight.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
