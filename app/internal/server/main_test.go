package server_test

import (
	"testing"

	"mintmark/app/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
