// The text of the page as a person sees it.
() => document.documentElement.innerText
