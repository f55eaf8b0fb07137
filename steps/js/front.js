// What kind of page stands at the front of the console: its login form, a page
// of the signed-in console, the page shown while it deploys on demand, or
// something else. The page of a deployment is known by its sentence, wherever on it
// that stands, or, in any language, as one without links and forms that names a path of
// the console.
(lib, args) => {
  const text = lib.text(document.body).slice(0, 400);
  const footer = document.querySelector('#footerVersion') || document.querySelector('.login-footer') || document.body;
  const version = /(\d+(?:\.\d+){2,5})/.exec(footer === document.body ? '' : lib.text(footer));
  const bare = lib.queryAll(document, 'a[href], form, input, button, frame, iframe').length === 0;
  const waiting = bare && args.path !== '' && lib.text(document.body).includes(`${args.path}/`);
  const said = lib.fold(lib.text(document.body));
  const told = args.words.some((word) => said.includes(lib.fold(word)));
  return {
    login: lib.look(args.login) !== null,
    signedIn: lib.look(args.signedIn) !== null,
    deploying: lib.look(args.deploying) !== null || told || waiting,
    title: document.title,
    text,
    version: version ? version[1] : '',
    lang: document.documentElement.lang || '',
  };
}
