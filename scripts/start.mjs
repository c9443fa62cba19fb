// `npm start`. This file is written in the syntax of old Nodes, so that they can read far enough to say that they are too old.
const needed = [20, 19];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(
    `Node ${process.versions.node} is too old; Aerostack needs Node ${needed.join('.')} or newer.\n`,
  );
  process.exitCode = 1;
} else {
  import('./launch.mjs')
    .then((launch) => launch.main())
    .catch((error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    });
}
