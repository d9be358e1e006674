import { mount } from 'svelte';
import Report from './report/Report.svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/phone.css';

mount(Report, { target: document.getElementById('app')! });
