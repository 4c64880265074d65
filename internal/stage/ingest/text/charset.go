package text

import "mime"

// HeaderCharset returns the charset that a Content-Type header declares, or nothing.
func HeaderCharset(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return params["charset"]
}
