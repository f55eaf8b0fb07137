// Takes workers away from the page's own scripts: their requests would pass by
// the refusal of requests.
for (const name of ['Worker', 'SharedWorker']) delete globalThis[name];
delete globalThis.Navigator?.prototype.serviceWorker;
