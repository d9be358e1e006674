import { mount } from 'svelte';
import Console from './Console.svelte';
import './styles/tokens.css';
import './styles/base.css';

mount(Console, { target: document.getElementById('app')! });
