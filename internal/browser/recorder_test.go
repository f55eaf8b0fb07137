package browser_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lockedit/internal/browser"
)

// aims makes an aim of selectors as Chrome's Recorder writes them.
func aims(selectors ...string) browser.Aim {
	aim := browser.Aim{Name: selectors[0]}
	for _, selector := range selectors {
		var chain []browser.Part
		for _, text := range strings.Split(selector, " >> ") {
			chain = append(chain, partOf(text))
		}
		aim.Alternatives = append(aim.Alternatives, chain)
	}
	return aim
}

func partOf(text string) browser.Part {
	kind, rest, ok := strings.Cut(text, "/")
	switch {
	case ok && kind == "aria":
		name, role, _ := strings.Cut(rest, "|")
		return browser.Part{Kind: "aria", Name: &name, Role: role}
	case ok && (kind == "text" || kind == "xpath" || kind == "pierce"):
		return browser.Part{Kind: kind, Text: rest}
	}
	return browser.Part{Kind: "css", Text: text}
}

// said is what the page noted down so far.
func said(t *testing.T, page *browser.Page) string {
	t.Helper()
	found, err := page.Find(within(t), browser.Locator{Name: "log", Candidates: []browser.Candidate{{ID: "log", CSS: "#log", Hidden: true}}})
	if err != nil {
		t.Fatal(err)
	}
	return found.Text
}

// TestRecordedSelectors holds that each kind of selector leads to its element.
func TestRecordedSelectors(t *testing.T) {
	t.Parallel()
	page := openPage(t, "/recorder", browser.PageOptions{})
	for _, tt := range []struct {
		name, selector, id string
		count              int
	}{
		{"css", "#count", "count", 1},
		{"accessible name", "aria/Count", "count", 1},
		{"name and role", "aria/Next page|link", "next", 1},
		{"label", "aria/Name", "name", 1},
		{"text", "text/Next pa", "next", 1},
		{"text of a value", "text/sent", "send", 1},
		{"path", "xpath///button[@id='count']", "count", 1},
		{"many", "text/Twin", "", 2},
		{"chain", "form >> input", "send", 1},
		{"chain from aria", "aria/|form >> input", "send", 1},
		{"nothing", "text/Nothing of the kind", "", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx := within(t)
			if tt.count == 0 {
				ctx = briefly(t)
			}
			picked, _, err := page.Pick(ctx, aims(tt.selector), "")
			if tt.count == 0 {
				var missing *browser.NotFoundError
				if !errors.As(err, &missing) {
					t.Fatalf("error %v, want that it is missing", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if picked.ID != tt.id || picked.Count != tt.count {
				t.Errorf("id %q of %d, want %q of %d", picked.ID, picked.Count, tt.id, tt.count)
			}
		})
	}
}

// TestRecordedSelectorsInShadow holds the two ways into a shadow root.
func TestRecordedSelectorsInShadow(t *testing.T) {
	t.Parallel()
	page := openPage(t, "/recorder", browser.PageOptions{})
	for _, selector := range []string{"#host >> .in-shadow", "pierce/.in-shadow", "aria/Shadow button", "text/Shadow button"} {
		picked, _, err := page.ClickAt(within(t), aims(selector), browser.Press{})
		if err != nil || picked.Text != "Shadow button" {
			t.Errorf("%s: %q, %v", selector, picked.Text, err)
		}
	}
	if got, want := said(t, page), "shadow;shadow;shadow;shadow;"; got != want {
		t.Errorf("the page noted %q, want %q", got, want)
	}
}

// TestRecordedActs holds what each act does to the page.
func TestRecordedActs(t *testing.T) {
	t.Parallel()
	click := func(press browser.Press, selectors ...string) func(context.Context, *browser.Page) error {
		return func(ctx context.Context, page *browser.Page) error {
			_, _, err := page.ClickAt(ctx, aims(selectors...), press)
			return err
		}
	}
	fill := func(value string, selectors ...string) func(context.Context, *browser.Page) error {
		return func(ctx context.Context, page *browser.Page) error {
			_, _, err := page.FillAt(ctx, aims(selectors...), browser.Filling{Value: func() string { return value }})
			return err
		}
	}
	for _, tt := range []struct {
		name string
		act  func(context.Context, *browser.Page) error
		want string
	}{
		{"click", click(browser.Press{}, "#count"), "single;"},
		{"alternatives", click(browser.Press{}, "#gone", "aria/Gone", "text/Count"), "single;"},
		{"double click", click(browser.Press{Clicks: 2}, "#count"), "single;single;double;"},
		{"other button", click(browser.Press{Button: "secondary"}, "#count"), "menu;"},
		{"other button, rendered anew", click(browser.Press{Button: "secondary"}, "#row"), "row;"},
		{"acts on the press and goes", click(browser.Press{}, "#entry"), "entry;"},
		{"held", click(browser.Press{Hold: 30 * time.Millisecond}, "#count"), "single;"},
		{"offset", click(browser.Press{OffsetX: new(2.0), OffsetY: new(3.0)}, "#count"), "single;"},
		{"offset outside", click(browser.Press{OffsetX: new(900.0), OffsetY: new(3.0)}, "#count"), "single;"},
		{"scrolls", click(browser.Press{}, "#low"), "low;"},
		{"usable alternative", click(browser.Press{}, "#menu button", "#count"), "single;"},
		{"text", fill("abc", "#name"), "input abc;"},
		{"option", fill("c", "aria/Basis"), "basis c;"},
		{"tick", fill("true", "#tick"), "tick true;"},
		{"editable", fill("new", "#edit"), ""},
		{"within the document", click(browser.Press{Navigates: true}, "#within"), "hash;"},
		{"frame", func(ctx context.Context, page *browser.Page) error {
			aim := aims("aria/Inner button")
			aim.Frame = []int{0}
			_, _, err := page.ClickAt(ctx, aim, browser.Press{})
			return err
		}, "inner;"},
		{"frame by its address", func(ctx context.Context, page *browser.Page) error {
			aim := aims("text/Inner")
			aim.Target = "about:srcdoc"
			_, _, err := page.ClickAt(ctx, aim, browser.Press{})
			return err
		}, "inner;"},
		{"hover, then its menu", func(ctx context.Context, page *browser.Page) error {
			if _, _, err := page.HoverAt(ctx, aims("#hover"), false); err != nil {
				return err
			}
			_, err := page.Picture(ctx, browser.PictureOptions{FullPage: true})
			return err
		}, "hover;"},
		{"keys", func(ctx context.Context, page *browser.Page) error {
			if _, _, err := page.ClickAt(ctx, aims("#name"), browser.Press{}); err != nil {
				return err
			}
			return keys(ctx, page, "+Shift", "+A", "-A", "-Shift", "+ArrowLeft", "-ArrowLeft", "+b", "-b")
		}, "down Shift shift;down A shift;input A;down ArrowLeft;down b;input bA;"},
		{"keys in a frame", func(ctx context.Context, page *browser.Page) error {
			aim := aims("#field")
			aim.Frame = []int{0}
			if _, _, err := page.ClickAt(ctx, aim, browser.Press{}); err != nil {
				return err
			}
			return keys(ctx, page, "+x", "-x")
		}, "inner down x;"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := openPage(t, "/recorder", browser.PageOptions{})
			if err := tt.act(within(t), page); err != nil {
				t.Fatal(err)
			}
			if got := said(t, page); got != tt.want {
				t.Errorf("the page noted %q, want %q", got, tt.want)
			}
		})
	}
}

func keys(ctx context.Context, page *browser.Page, list ...string) error {
	board := page.Keyboard()
	for _, key := range list {
		send := board.Up
		if key[0] == '+' {
			send = board.Down
		}
		if _, err := send(ctx, key[1:], false, nil); err != nil {
			return err
		}
	}
	return nil
}

// TestRecordedNavigation holds that an act waits for the page it opens, asked
// for or not.
func TestRecordedNavigation(t *testing.T) {
	t.Parallel()
	for _, navigates := range []bool{true, false} {
		page := openPage(t, "/recorder", browser.PageOptions{})
		_, answer, err := page.ClickAt(within(t), aims("aria/Next page"), browser.Press{Navigates: navigates})
		if err != nil || answer.Status != 200 {
			t.Fatalf("navigates %v: %+v, %v", navigates, answer, err)
		}
		if _, _, err := page.Pick(within(t), aims("text/linked"), ""); err != nil {
			t.Error(err)
		}
	}
	page := openPage(t, "/recorder", browser.PageOptions{})
	if _, _, err := page.ClickAt(within(t), aims("#send"), browser.Press{}); err != nil {
		t.Fatal(err)
	}
	answer, err := page.Keyboard().Down(within(t), "Enter", true, nil)
	if err != nil || answer.Status != 200 {
		t.Fatalf("Enter: %+v, %v", answer, err)
	}
	_, _, err = openPage(t, "/recorder", browser.PageOptions{}).ClickAt(briefly(t), aims("#count"), browser.Press{Navigates: true})
	var none *browser.NavigationError
	if !errors.As(err, &none) {
		t.Errorf("a click that opens nothing: %v", err)
	}
}

// TestRecordedRefusals holds that what cannot be done is said, and not done.
func TestRecordedRefusals(t *testing.T) {
	t.Parallel()
	page := openPage(t, "/recorder", browser.PageOptions{})
	refused := errors.New("not allowed")
	_, _, err := page.ClickAt(within(t), aims("#count"), browser.Press{Judge: func(p browser.Picked) error {
		if p.Press == "" || p.Plain {
			t.Errorf("the button is seen as %+v", p)
		}
		return refused
	}})
	if !errors.Is(err, refused) || said(t, page) != "" {
		t.Errorf("refused click: %v, the page noted %q", err, said(t, page))
	}
	_, _, err = page.FillAt(briefly(t), aims("#basis"), browser.Filling{Value: func() string { return "z" }})
	var option *browser.OptionError
	if !errors.As(err, &option) || !cmp.Equal(option.Available, []string{"Database (value d)", "Consensus (value c)"}) {
		t.Errorf("unknown option: %v", err)
	}
	_, _, err = page.ClickAt(briefly(t), aims("css:::"), browser.Press{})
	var selector *browser.SelectorError
	if !errors.As(err, &selector) {
		t.Errorf("invalid selector: %v", err)
	}
	aim := aims("#count")
	aim.Frame = []int{7}
	_, _, err = page.ClickAt(briefly(t), aim, browser.Press{})
	var frame *browser.MissingFrameError
	if !errors.As(err, &frame) {
		t.Errorf("missing frame: %v", err)
	}
}

// TestRecordedSecretIsNotSeen holds that a secret is in no error, tree or report where
// the field is an ordinary one, and cuts it.
func TestRecordedSecretIsNotSeen(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, field string
		top         int
		cut         bool
	}{{"cut field", "#short", 50, true}, {"cut area", "#area", 120, true}, {"field that keeps it", "#plain", 190, false}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			seen := &recorder{}
			page := openPage(t, "/token", browser.PageOptions{Observer: seen})
			picked, _, err := page.FillAt(briefly(t), aims(tt.field), browser.Filling{Value: func() string { return "canary-Pa55word" }, Secret: true})
			var cut *browser.ValueError
			if tt.cut != errors.As(err, &cut) || tt.cut == (err == nil) {
				t.Errorf("error %v", err)
			}
			tree, bad := page.Aria(within(t))
			data, worse := json.Marshal([]any{tree, picked, seen.retries, fmt.Sprint(err)})
			if strings.Contains(string(data), "canar") || bad != nil || worse != nil {
				t.Errorf("the secret is seen: %s, %v, %v", data, bad, worse)
			}
			_, img := shoot(t, page, browser.PictureOptions{})
			if got := hue(img, 60, tt.top+15); got != cover {
				t.Errorf("the field shows %v", got)
			}
		})
	}
}

// TestRecordedWaits holds what a flow waits for.
func TestRecordedWaits(t *testing.T) {
	t.Parallel()
	page := openPage(t, "/recorder", browser.PageOptions{})
	wanted := browser.WaitFor{Operator: ">=", Count: 1, Visible: true}
	if n, err := page.WaitAt(within(t), aims(".late"), wanted); n != 1 || err != nil {
		t.Errorf("late element: %d, %v", n, err)
	}
	wanted.Attributes = map[string]string{"title": "never"}
	if _, err := page.WaitAt(briefly(t), aims(".late"), wanted); err == nil || !strings.Contains(err.Error(), "an attribute differs") {
		t.Errorf("wrong attribute: %v", err)
	}
	wanted.Attributes, wanted.Properties = nil, []byte(`{"title":"now","style":{"color":""}}`)
	if _, err := page.WaitAt(within(t), aims(".late"), wanted); err != nil {
		t.Error(err)
	}
	if _, err := page.WaitAt(within(t), aims(".never"), browser.WaitFor{Operator: ">=", Count: 1}); err != nil {
		t.Error(err)
	}
	if err := page.WaitExpression(within(t), "", nil, "new Promise((r) => setTimeout(() => r(window.late), 20))"); err != nil {
		t.Error(err)
	}
	if err := page.WaitExpression(within(t), "", []int{0}, "document.querySelector('#field') !== null"); err != nil {
		t.Error(err)
	}
	var broken *browser.ExpressionError
	if err := page.WaitExpression(briefly(t), "", nil, "what("); !errors.As(err, &broken) {
		t.Errorf("broken expression: %v", err)
	}
	if err := page.WaitExpression(briefly(t), "", nil, "false"); err == nil {
		t.Error("false was taken for true")
	}
}

// TestRecordedScreen holds that a picture has the size that a flow set, before
// and after a picture of a long page.
func TestRecordedScreen(t *testing.T) {
	t.Parallel()
	page := openPage(t, "/recorder", browser.PageOptions{})
	if err := page.SetScreen(within(t), browser.Screen{Width: 800, Height: 500, Scale: 1}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := page.Picture(within(t), browser.PictureOptions{FullPage: true}); err != nil {
			t.Fatal(err)
		}
		if err := page.WaitExpression(within(t), "", nil, "innerWidth === 800 && innerHeight === 500"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := page.ScrollAt(within(t), browser.Aim{}, 0, 300); err != nil {
		t.Fatal(err)
	}
	if _, err := page.ScrollAt(within(t), aims("#box"), 0, 40); err != nil {
		t.Fatal(err)
	}
	if err := page.WaitExpression(within(t), "", nil, "document.querySelector('#box').scrollTop === 40"); err != nil {
		t.Fatal(err)
	}
	if err := page.SlowNetwork(within(t), 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	_, err := page.Goto(within(t), common.site.URL+"/act")
	var none *browser.NavigationError
	if !errors.As(err, &none) {
		t.Errorf("without a network: %v", err)
	}
}
