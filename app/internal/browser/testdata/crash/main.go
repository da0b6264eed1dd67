// Crash stands in for a program that goes wrong, each way on request.
package main

import "syscall/js"

func main() {
	switch js.Global().Get("location").Get("hash").String() {
	case "#panic":
		panic("crash: as asked")
	case "#exit":
		return
	}
	body := js.Global().Get("document").Get("body")
	body.Get("firstElementChild").Call("remove")
	js.Global().Set("wrong", js.FuncOf(func(js.Value, []js.Value) any {
		return js.Global().Get("trap") // the test makes this a getter that throws
	}))
	select {}
}
