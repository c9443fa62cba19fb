import { inputRequired } from '@modelcontextprotocol/server';

/** A default for every primitive type (SEP-1034). */
export const defaultsForm = inputRequired.elicit({
  message: 'Please look these over.',
  requestedSchema: {
    type: 'object',
    properties: {
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    },
    required: [],
  },
});

const untitled = ['option1', 'option2', 'option3'];
const titled = ['First', 'Second', 'Third'].map((title, index) => ({ const: `value${index + 1}`, title }));

/** Every kind of choice (SEP-1330). */
export const enumsForm = inputRequired.elicit({
  message: 'Please choose.',
  requestedSchema: {
    type: 'object',
    properties: {
      untitledSingle: { type: 'string', enum: untitled },
      titledSingle: { type: 'string', oneOf: titled },
      legacyEnum: {
        type: 'string',
        enum: ['opt1', 'opt2', 'opt3'],
        enumNames: ['Option One', 'Option Two', 'Option Three'],
      },
      untitledMulti: { type: 'array', items: { type: 'string', enum: untitled } },
      titledMulti: { type: 'array', items: { anyOf: titled } },
    },
    required: [],
  },
});
