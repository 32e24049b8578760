// What gc complains about besides types: functions without body, and misplaced //go: directives. (cmd/compile's noder does this.)

import { Kind } from '../../syntax/ast.ts';
import type { Checker } from './checker.ts';

export function checkDirectives(c: Checker): void {
  for (const file of c.files) {
    const unsafeImport = file.imports.some((s) => s.y !== null && s.y.name.slice(1, -1) === 'unsafe');
    const embedImport = file.imports.some((s) => s.y !== null && s.y.name.slice(1, -1) === 'embed');
    const linknamed = new Set<string>();
    for (const d of file.directives) {
      const words = d.text.split(/\s+/);
      if (words[0] === 'go:linkname') {
        if (words.length !== 2 && words.length !== 3) c.err(d.pos, '', 'usage: //go:linkname localname [linkname]');
        else {
          linknamed.add(words[1]!);
          if (!unsafeImport) c.err(d.pos, '', '//go:linkname only allowed in Go files that import "unsafe"');
        }
      } else if (words[0] === 'go:embed' && !embedImport) {
        c.err(d.pos, '', 'go:embed only allowed in Go files that import "embed"');
      }
    }
    for (const d of file.decls) {
      if (d.kind !== Kind.FuncDecl || d.w !== null || c.config.bodiesElsewhere) continue;
      const own = file.declDirectives.get(d.id) ?? [];
      if (d.x!.name === 'init' || own.some((x) => x.text.startsWith('go:linkname') || x.text.startsWith('go:wasmimport')) || linknamed.has(d.x!.name)) continue;
      if (d.z!.tparams.length > 0) continue; // reported already
      c.err(d.y !== null ? d.y.pos - 1 : d.x!.pos, '', 'missing function body');
    }
  }
}
