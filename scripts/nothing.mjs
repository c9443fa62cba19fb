// Stands for `server-only` in our own bundle: the package throws outside Next, and our server is the server.
