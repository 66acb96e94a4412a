// Asks the YAML language server what an editor would show. Run by scripts/editors.
//
//   node language_server.js diagnostics SCHEMA FILE…
//       prints FILE:LINE:COLUMN: MESSAGE for every diagnostic, and for a clean file nothing
//   node language_server.js completion SCHEMA FILE LINE COLUMN
//       prints what is offered there (counted from 1), one label a line
//   node language_server.js hover SCHEMA FILE LINE COLUMN
//       prints the text shown there
'use strict';

const {spawn} = require('child_process');
const fs = require('fs');
const path = require('path');
const {pathToFileURL} = require('url');

const [command, schema, ...rest] = process.argv.slice(2);

const server = spawn(
    process.execPath,
    [require.resolve('yaml-language-server/bin/yaml-language-server',
                     {paths: [process.env.NODE_PATH || '.']}), '--stdio'],
    {stdio: ['pipe', 'pipe', 'inherit']});

let buffer = Buffer.alloc(0);
let last_id = 0;
const replies = new Map();
const published = new Map();

function send(message) {
  const text = JSON.stringify({jsonrpc: '2.0', ...message});
  server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

function ask(method, params) {
  return new Promise(done => {
    replies.set(++last_id, done);
    send({id: last_id, method, params});
  });
}

function configuration() {
  const schemas = {[pathToFileURL(path.resolve(schema)).href]: ['*.yaml']};
  return {validate: true, hover: true, completion: true, schemaStore: {enable: false}, schemas};
}

function receive(message) {
  if (message.method === 'textDocument/publishDiagnostics') {
    const done = published.get(message.params.uri);
    published.delete(message.params.uri);
    if (done) done(message.params.diagnostics);
  } else if (message.id !== undefined && message.method === 'workspace/configuration') {
    const answer = item => (item.section === 'yaml' ? configuration() : {});
    send({id: message.id, result: message.params.items.map(answer)});
  } else if (message.id !== undefined && message.method) {
    send({id: message.id, result: null});
  } else if (replies.has(message.id)) {
    replies.get(message.id)(message.result);
    replies.delete(message.id);
  }
}

server.stdout.on('data', chunk => {
  buffer = Buffer.concat([buffer, chunk]);
  for (;;) {
    const head = buffer.indexOf('\r\n\r\n');
    if (head < 0) return;
    const size = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, head))[1]);
    if (buffer.length < head + 4 + size) return;
    receive(JSON.parse(buffer.subarray(head + 4, head + 4 + size)));
    buffer = buffer.subarray(head + 4 + size);
  }
});

function open(file) {
  const uri = pathToFileURL(path.resolve(file)).href;
  const diagnostics = new Promise(done => published.set(uri, done));
  const text = fs.readFileSync(file, 'utf8');
  send({method: 'textDocument/didOpen',
        params: {textDocument: {uri, languageId: 'yaml', version: 1, text}}});
  return {uri, diagnostics};
}

async function print_diagnostics(files) {
  for (const file of files) {
    for (const {range, message} of await open(file).diagnostics) {
      const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
      console.log(`${place}: ${message.replace(/\s+/g, ' ')}`);
    }
  }
}

async function ask_at(method, [file, line, column]) {
  const {uri, diagnostics} = open(file);
  await diagnostics;
  const position = {line: line - 1, character: column - 1};
  return ask(method, {textDocument: {uri}, position});
}

async function main() {
  const uri = pathToFileURL(process.cwd()).href;
  await ask('initialize', {processId: process.pid, rootUri: uri,
                           workspaceFolders: [{uri, name: 'scenarios'}],
                           capabilities: {workspace: {configuration: true},
                                          textDocument: {hover: {contentFormat: ['plaintext']}}}});
  send({method: 'initialized', params: {}});
  send({method: 'workspace/didChangeConfiguration', params: {settings: {yaml: configuration()}}});
  if (command === 'diagnostics') {
    await print_diagnostics(rest);
  } else if (command === 'completion') {
    const answer = await ask_at('textDocument/completion', rest);
    for (const item of answer.items) console.log(item.label);
  } else if (command === 'hover') {
    const answer = await ask_at('textDocument/hover', rest);
    const shown = answer && answer.contents;
    console.log(shown ? shown.value || shown : '');
  } else {
    throw new Error(`no command '${command}'`);
  }
  server.kill();
}

main();
