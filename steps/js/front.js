// What kind of page stands at the front of the console: its login form, a page
// of the signed-in console, the page shown while it deploys on demand, or
// something else.
(lib, args) => {
  const text = lib.text(document.body).slice(0, 400);
  const footer = document.querySelector('#footerVersion') || document.querySelector('.login-footer') || document.body;
  const version = /(\d+(?:\.\d+){2,5})/.exec(footer === document.body ? '' : lib.text(footer));
  return {
    login: lib.look(args.login) !== null,
    signedIn: lib.look(args.signedIn) !== null,
    deploying: lib.look(args.deploying) !== null,
    title: document.title,
    text,
    version: version ? version[1] : '',
    lang: document.documentElement.lang || '',
  };
}
