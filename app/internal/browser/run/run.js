// run.js runs a Go test program: its output goes to #output and its exit code
// to <html data-exit>. The arguments are the query's values of "arg".
//
// Go catches the output of Examples in a file and gives tests folders of their
// own, so there is a file system: paths to nodes, gone with the page. What it
// lacks is answered by the loader, which has no files at all: ENOSYS.
"use strict";

class Files {
  constants = { O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024, O_DIRECTORY: 65536 };
  #nodes = new Map([["/tmp", node(true)]]);
  #open = new Map();
  #next = 3;

  constructor(output) {
    const decoder = new TextDecoder();
    this.writeSync = (_, bytes) => {
      output.append(decoder.decode(bytes, { stream: true }));
      return bytes.length;
    };
  }

  open(name, flags, _mode, done) {
    const { O_CREAT, O_EXCL, O_TRUNC } = this.constants;
    const known = this.#nodes.has(name);
    if (!known && !(flags & O_CREAT)) return done(wrong("ENOENT"));
    if (known && flags & O_EXCL) return done(wrong("EEXIST"));
    if (!known || flags & O_TRUNC) this.#nodes.set(name, node(false));
    this.#open.set(this.#next, { node: this.#nodes.get(name), at: 0 });
    done(null, this.#next++);
  }

  write(fd, from, offset, length, position, done) {
    const part = from.subarray(offset, offset + length);
    const file = this.#open.get(fd);
    if (!file) return done(null, this.writeSync(fd, part));
    const at = position ?? file.at;
    const bytes = new Uint8Array(Math.max(file.node.bytes.length, at + length));
    bytes.set(file.node.bytes);
    bytes.set(part, at);
    file.node.bytes = bytes;
    file.at = at + length;
    done(null, length);
  }

  read(fd, to, offset, length, position, done) {
    const file = this.#open.get(fd);
    if (!file) return done(wrong("EBADF"));
    const at = position ?? file.at;
    const part = file.node.bytes.subarray(at, at + length);
    to.set(part, offset);
    file.at = at + part.length;
    done(null, part.length);
  }

  close(fd, done) {
    this.#open.delete(fd);
    done(null);
  }

  fstat(fd, done) {
    this.#stat(this.#open.get(fd)?.node, done);
  }

  stat(name, done) {
    this.#stat(this.#nodes.get(name), done);
  }

  lstat(name, done) {
    this.#stat(this.#nodes.get(name), done);
  }

  #stat(node, done) {
    if (!node) return done(wrong("ENOENT"));
    const zero = { dev: 0, ino: 0, nlink: 1, uid: 0, gid: 0, rdev: 0, blksize: 512, blocks: 0, atimeMs: 0, mtimeMs: 0, ctimeMs: 0 };
    done(null, { ...zero, mode: node.folder ? 0o040700 : 0o100600, size: node.bytes.length, isDirectory: () => node.folder });
  }

  mkdir(name, _mode, done) {
    if (this.#nodes.has(name)) return done(wrong("EEXIST"));
    this.#nodes.set(name, node(true));
    done(null);
  }

  readdir(name, done) {
    const inside = [...this.#nodes.keys()].filter((path) => path.startsWith(name + "/"));
    done(null, inside.map((path) => path.slice(name.length + 1)).filter((path) => !path.includes("/")));
  }

  unlink(name, done) {
    const node = this.#nodes.get(name);
    if (!node) return done(wrong("ENOENT"));
    if (node.folder) return done(wrong("EISDIR"));
    this.#nodes.delete(name);
    done(null);
  }

  rmdir(name, done) {
    this.readdir(name, (_, inside) => {
      if (inside.length > 0) return done(wrong("ENOTEMPTY"));
      done(this.#nodes.delete(name) ? null : wrong("ENOENT"));
    });
  }

  fsync(_fd, done) {
    done(null);
  }
}

Object.setPrototypeOf(Files.prototype, globalThis.fs);

function node(folder) {
  return { folder, bytes: new Uint8Array(0) };
}

const wrong = (code) => Object.assign(new Error(code), { code });

(async () => {
  const output = document.getElementById("output");
  globalThis.fs = new Files(output);
  process.cwd = () => "/";

  const go = new Go();
  let code = 0;
  go.exit = (c) => (code = c);
  go.argv = ["test", ...new URLSearchParams(location.search).getAll("arg")];
  try {
    const { instance } = await WebAssembly.instantiateStreaming(fetch("test.wasm"), go.importObject);
    await go.run(instance);
  } catch (err) {
    output.append(String(err));
    code = 1;
  }
  document.documentElement.dataset.exit = code;
})();
