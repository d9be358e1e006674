import { mount } from 'svelte';
import Field from './field/Field.svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/phone.css';

// The page's own files, so that it opens without a network. Where a page may not have a worker it works as long as it is open.
if (import.meta.env.PROD && 'serviceWorker' in navigator) navigator.serviceWorker.register('/field-worker.js', { scope: '/field' }).catch(() => {});

mount(Field, { target: document.getElementById('app')! });
