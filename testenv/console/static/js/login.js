// The login page leaves a frame and waits for the user name.
if (top != self) { top.location.href = location.href; }
function focusUser() { document.getElementById("j_username").focus(); }
