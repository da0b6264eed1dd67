// Package twilio makes, lists and deletes API keys over Twilio's REST API.
//
// What it does cannot be taken back, and an answer may get lost on its way. So
// only reading is tried again; making and deleting fail with [ErrUnsure] where
// Twilio may have done it all the same, and whoever asked looks.
//
// Source: Twilio docs, "REST API: Key Resource v2010".
package twilio
