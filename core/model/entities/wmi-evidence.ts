import { defineEntity, field } from '../define.ts';

export const wmiEvidence = defineEntity({
  name: 'WmiEvidence',
  summary: 'The value of a WMI property on a computer, byte for byte.',
  group: 'inventory',
  key: ['computer', 'class', 'property', 'instance'],
  fields: {
    computer: field.reference('Computer', 'The computer.', {
      required: true,
      synonyms: ['ComputerID', 'ResourceID', 'ExternalComputerID', 'Device ID'],
    }),
    class: field.evidence(50, 'The WMI class.', { required: true, synonyms: ['ClassName', 'WMI class', 'Klasse'] }),
    property: field.evidence(50, 'The property of the class.', {
      required: true,
      synonyms: ['PropertyName', 'WMI property', 'Eigenschaft'],
    }),
    instance: field.evidence(256, 'Which instance of the class it is.', { synonyms: ['InstanceName', 'Instanz'] }),
    value: field.evidence(256, 'The value.', { synonyms: ['PropertyValue', 'Wert', 'Valeur'] }),
  },
});
