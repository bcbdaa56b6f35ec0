export default {
  plugins: ['stylelint-use-logical'],
  rules: {
    'csstools/use-logical': [true, { severity: 'error' }],
    'declaration-no-important': true,
    'color-named': 'never',
    'property-disallowed-list': ['letter-spacing', 'text-transform'],
  },
}
