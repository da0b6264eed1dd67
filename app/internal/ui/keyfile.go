package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// maxKeyFile is how many bytes a file with keys may have.
const maxKeyFile = 1 << 20

// pickKey asks for a file, and takes the key in it.
func (d *desk) pickKey() {
	picker := app.Window().Get("document").Call("createElement", "input")
	picker.Set("type", "file")
	once(picker, "change", func(app.Value) { d.readKeyFile(picker.Get("files").Index(0)) })
	picker.Call("click")
}

func (d *desk) readKeyFile(file app.Value) {
	if file.Get("size").Int() > maxKeyFile {
		d.ctx.Dispatch(func(app.Context) { d.do(func() { d.say("A file of more than 1 MB is no key") }) })
		return
	}
	var read app.Func
	read = app.FuncOf(func(_ app.Value, args []app.Value) any {
		read.Release()
		bytes := app.Window().Get("Uint8Array").New(args[0])
		data := make([]byte, bytes.Length())
		app.CopyBytesToGo(data, bytes)
		d.ctx.Dispatch(func(app.Context) { d.do(func() { d.takeKey(string(data)) }) })
		return nil
	})
	file.Call("arrayBuffer").Call("then", read)
}

// once listens for one event.
func once(target app.Value, event string, then func(app.Value)) {
	var happened app.Func
	happened = app.FuncOf(func(_ app.Value, args []app.Value) any {
		happened.Release()
		then(args[0])
		return nil
	})
	target.Call("addEventListener", event, happened, map[string]any{"once": true})
}
