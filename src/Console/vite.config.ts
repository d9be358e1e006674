import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

// Three pages, each with its own first bundle: the desk, the officer's phone, the citizen's phone.
// For `npx vite`, CITY_ADDRESS says where a Silo answers.
const city = process.env.CITY_ADDRESS ?? 'http://localhost:8080';

/** Leaves each file compressed, as the Silo embeds and sends it. */
function compressed(): Plugin {
  let folder = '';
  return {
    name: 'compressed',
    apply: 'build',
    configResolved: config => void (folder = config.build.outDir),
    closeBundle() {
      for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!file.isFile()) continue;
        const path = join(file.parentPath, file.name);
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
        rmSync(path);
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte(), compressed()],
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1200, // The map, which is fetched only when somebody looks at it.
    assetsInlineLimit: 0, // The policy of the page allows no data: addresses for scripts and styles.
    rollupOptions: { input: ['index.html', 'field.html', 'report.html'] },
  },
  server: { proxy: { '/v1': city, '/health': city, '/metrics': city, '/dashboard': city } },
});
