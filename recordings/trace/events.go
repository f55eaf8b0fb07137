package trace

import "github.com/chromedp/cdproto/har"

// The events of the format, with the fields that are used of them.

type contextOptions struct {
	Type        string  `json:"type"`
	Version     int     `json:"version"`
	Origin      string  `json:"origin"`
	BrowserName string  `json:"browserName"`
	Channel     string  `json:"channel,omitempty"`
	Platform    string  `json:"platform"`
	Title       string  `json:"title"`
	Options     options `json:"options"`
	// WallTime is milliseconds since 1970, MonotonicTime the same moment on the
	// trace's own clock.
	WallTime      float64 `json:"wallTime"`
	MonotonicTime float64 `json:"monotonicTime"`
	SDKLanguage   string  `json:"sdkLanguage"`
	ContextID     string  `json:"contextId"`
}

type options struct {
	Viewport viewport `json:"viewport"`
	BaseURL  string   `json:"baseURL,omitempty"`
}

type viewport struct {
	Width  int `json:"width"`
	Height int `json:"height"`
}

type before struct {
	Type           string            `json:"type"`
	CallID         string            `json:"callId"`
	StepID         string            `json:"stepId"`
	ParentID       string            `json:"parentId,omitempty"`
	StartTime      float64           `json:"startTime"`
	Title          string            `json:"title"`
	Class          string            `json:"class"`
	Method         string            `json:"method"`
	Params         map[string]string `json:"params"`
	PageID         string            `json:"pageId"`
	BeforeSnapshot string            `json:"beforeSnapshot,omitempty"`
}

type logLine struct {
	Type    string  `json:"type"`
	CallID  string  `json:"callId"`
	Time    float64 `json:"time"`
	Message string  `json:"message"`
}

type after struct {
	Type          string            `json:"type"`
	CallID        string            `json:"callId"`
	EndTime       float64           `json:"endTime"`
	Error         *failure          `json:"error,omitempty"`
	Result        map[string]string `json:"result,omitempty"`
	Attachments   []attachment      `json:"attachments,omitempty"`
	AfterSnapshot string            `json:"afterSnapshot,omitempty"`
}

type failure struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

type attachment struct {
	Name        string `json:"name"`
	ContentType string `json:"contentType"`
	SHA1        string `json:"sha1"`
}

type screencastFrame struct {
	Type      string  `json:"type"`
	PageID    string  `json:"pageId"`
	SHA1      string  `json:"sha1"`
	Width     int     `json:"width"`
	Height    int     `json:"height"`
	Timestamp float64 `json:"timestamp"`
	SwapTime  float64 `json:"frameSwapWallTime"`
}

type consoleEvent struct {
	Type        string   `json:"type"`
	Time        float64  `json:"time"`
	PageID      string   `json:"pageId"`
	MessageType string   `json:"messageType"`
	Text        string   `json:"text"`
	Location    location `json:"location"`
}

type location struct {
	URL          string `json:"url"`
	LineNumber   int    `json:"lineNumber"`
	ColumnNumber int    `json:"columnNumber"`
}

type pageEvent struct {
	Type   string         `json:"type"`
	Time   float64        `json:"time"`
	Class  string         `json:"class"`
	Method string         `json:"method"`
	Params map[string]any `json:"params"`
	PageID string         `json:"pageId,omitempty"`
}

type errorEvent struct {
	Type    string `json:"type"`
	Message string `json:"message"`
}

type resourceSnapshot struct {
	Type     string   `json:"type"`
	Snapshot exchange `json:"snapshot"`
}

// exchange is an entry of HAR 1.2 with the fields that Playwright adds.
type exchange struct {
	*har.Entry
	FrameRef      string  `json:"_frameref"`
	MonotonicTime float64 `json:"_monotonicTime"`
	ResourceType  string  `json:"_resourceType,omitempty"`
}

type frameSnapshot struct {
	Type     string   `json:"type"`
	Snapshot snapshot `json:"snapshot"`
}

type snapshot struct {
	CallID            string   `json:"callId"`
	SnapshotName      string   `json:"snapshotName"`
	PageID            string   `json:"pageId"`
	FrameID           string   `json:"frameId"`
	FrameURL          string   `json:"frameUrl"`
	Doctype           string   `json:"doctype"`
	HTML              any      `json:"html"`
	Viewport          viewport `json:"viewport"`
	Timestamp         float64  `json:"timestamp"`
	WallTime          float64  `json:"wallTime"`
	CollectionTime    float64  `json:"collectionTime"`
	ResourceOverrides []string `json:"resourceOverrides"`
	IsMainFrame       bool     `json:"isMainFrame"`
}
