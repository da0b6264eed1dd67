package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// strokes are the symbols, by coin and by name of a grant's kind or preset.
var strokes = map[string]string{
	"mark":     `<path d="M29 52V34l13 11.5L55 34v18"/>`,
	"tick":     `<path d="M29 43l9 9 18-20"/>`,
	"cross":    `<path d="M31 31l22 22M53 31L31 53"/>`,
	"clock":    `<path d="M42 23v19l12 9"/>`,
	"question": `<path d="M34 34.5a8 8 0 1 1 11.6 7.2c-2.6 1.4-3.6 2.8-3.6 5.8M42 56.5v.2"/>`,

	"voice":       `<path d="M4 2.5h3l1.5 4-2 1.4a10 10 0 0 0 5.6 5.6l1.4-2 4 1.5v3a1.5 1.5 0 0 1-1.6 1.5A14.4 14.4 0 0 1 2.5 4.1 1.5 1.5 0 0 1 4 2.5z"/>`,
	"video":       `<rect x="1.5" y="5" width="11" height="10" rx="2"/><path d="M12.5 9l6-3.5v9l-6-3.5"/>`,
	"chat":        `<path d="M3 4h14v9H8l-4 3.5V13H3z"/>`,
	"sync":        `<path d="M4 9a6 6 0 0 1 10.5-3.5L17 8m-1 3a6 6 0 0 1-10.5 3.5L3 12M17 4v4h-4M3 16v-4h4"/>`,
	"task-router": `<path d="M3 5.5l1.5 1.5L7 4.5M3 14l1.5 1.5L7 13M10 6h7M10 14.5h7"/>`,
	"playback":    `<path d="M6 3.5v13l10.5-6.5z"/>`,
	"everything":  `<path d="M3 3h5.5v5.5H3zM11.5 3H17v5.5h-5.5zM3 11.5h5.5V17H3zM11.5 11.5H17V17h-5.5z"/>`,
}

// drawCoin is the mint mark with a symbol struck into it.
func drawCoin(symbol string) app.UI {
	return app.Raw(`<svg class="coin" viewBox="0 0 84 84" fill="none" stroke="currentColor" aria-hidden="true">` +
		`<circle class="edge" cx="42" cy="42" r="38" stroke-width="5" stroke-dasharray="3 2.97"/><circle cx="42" cy="42" r="31" stroke-width="1.6"/>` +
		`<g stroke-width="4.5" stroke-linecap="round" stroke-linejoin="round">` + strokes[symbol] + `</g></svg>`)
}

// icon is the symbol of a grant's kind; one that has none is a blank coin.
func icon(name string) app.UI {
	stroke, ok := strokes[name]
	if !ok {
		stroke = `<circle cx="10" cy="10" r="7"/>`
	}
	return app.Raw(`<svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linejoin="round" aria-hidden="true">` + stroke + `</svg>`)
}

const brandMark = `<svg viewBox="0 0 32 32" fill="none" stroke="currentColor" aria-hidden="true"><circle cx="16" cy="16" r="13.5" stroke-width="2.4" stroke-dasharray="2.2 1.33"/><path d="M9.5 20.5v-9l6.5 6 6.5-6v9" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>`
