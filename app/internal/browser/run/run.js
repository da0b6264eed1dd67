// run.js runs a Go test program: its output goes to #output and its exit code
// to <html data-exit>. The arguments are the query's values of "arg".
//
// Go catches the output of Examples in a file below /tmp, so there are files:
// flat names with bytes, gone with the page. Nothing else exists, and what is
// not here is answered by the loader, which has no files at all: ENOSYS.
"use strict";

class Files {
  constants = { O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024, O_DIRECTORY: 65536 };
  #byName = new Map();
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
    const { O_CREAT, O_EXCL } = this.constants;
    const known = this.#byName.has(name);
    if (!known && !(flags & O_CREAT)) return done(wrong("ENOENT"));
    if (known && flags & O_EXCL) return done(wrong("EEXIST"));
    if (!known) this.#byName.set(name, { bytes: new Uint8Array(0), at: 0 });
    this.#open.set(this.#next, this.#byName.get(name));
    done(null, this.#next++);
  }

  write(fd, from, offset, length, position, done) {
    const part = from.subarray(offset, offset + length);
    const file = this.#open.get(fd);
    if (!file) return done(null, this.writeSync(fd, part));
    const at = position ?? file.at;
    const bytes = new Uint8Array(Math.max(file.bytes.length, at + length));
    bytes.set(file.bytes);
    bytes.set(part, at);
    file.bytes = bytes;
    file.at = at + length;
    done(null, length);
  }

  read(fd, to, offset, length, position, done) {
    const file = this.#open.get(fd);
    if (!file) return done(wrong("EBADF"));
    const at = position ?? file.at;
    const part = file.bytes.subarray(at, at + length);
    to.set(part, offset);
    file.at = at + part.length;
    done(null, part.length);
  }

  fstat(fd, done) {
    const size = this.#open.get(fd)?.bytes.length ?? 0;
    const zero = { dev: 0, ino: 0, nlink: 1, uid: 0, gid: 0, rdev: 0, blksize: 512, blocks: 0, atimeMs: 0, mtimeMs: 0, ctimeMs: 0 };
    done(null, { ...zero, mode: 0o100600, size, isDirectory: () => false });
  }

  close(fd, done) {
    this.#open.delete(fd);
    done(null);
  }

  unlink(name, done) {
    done(this.#byName.delete(name) ? null : wrong("ENOENT"));
  }

  stat(_name, done) {
    done(wrong("ENOENT"));
  }

  lstat(_name, done) {
    done(wrong("ENOENT"));
  }

  fsync(_fd, done) {
    done(null);
  }
}

Object.setPrototypeOf(Files.prototype, globalThis.fs);

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
