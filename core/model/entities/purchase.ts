import { defineEntity, field } from '../define.ts';

export const purchaseOrder = defineEntity({
  name: 'PurchaseOrder',
  summary: 'An order to a vendor, whose lines say what was bought.',
  group: 'business',
  key: ['key'],
  match: [['number', 'vendor'], ['number']],
  fields: {
    key: field.naturalKey('Its number, with the vendor where vendors share numbers.', {
      synonyms: ['PurchaseOrderID', 'PO ID', 'Order ID'],
    }),
    number: field.natural(128, 'The number of the order.', {
      required: true,
      synonyms: [
        'PurchaseOrderNo',
        'Purchase Order Number',
        'Purchase order',
        'PO number',
        'PO No.',
        'PO',
        'Order number',
        'Order No.',
        'Bestellnummer',
        'Bestellung',
        'Numéro de commande',
      ],
    }),
    vendor: field.naturalReference('Vendor', 'Who sold it.', {
      synonyms: ['VendorID', 'VendorName', 'Supplier', 'Reseller', 'Lieferant', 'Fournisseur'],
    }),
    orderedOn: field.date('The day of the order.', {
      synonyms: [
        'PurchaseOrderDate',
        'Purchase date',
        'PO date',
        'Order date',
        'Date',
        'Bestelldatum',
        'Date de commande',
      ],
    }),
    status: field.choice(
      ['new', 'pending', 'approved', 'ordered', 'completed', 'cancelled'],
      'How far the order has got.',
      { synonyms: ['PurchaseOrderStatus', 'PO status', 'Order status'] },
    ),
    requester: field.reference('User', 'Who asked for it.', {
      personal: true,
      synonyms: ['Requested by', 'Requestor', 'Anforderer', 'Demandeur'],
    }),
    authorizedBy: field.reference('User', 'Who authorized it.', {
      personal: true,
      synonyms: ['Authoriser', 'Approver', 'Approved by', 'Genehmiger'],
    }),
    location: field.naturalReference('OrgUnit', 'The location it was bought for.', {
      synonyms: ['LocationID', 'Ship to', 'Standort'],
    }),
    corporateUnit: field.naturalReference('OrgUnit', 'The corporate unit it was bought for.', {
      synonyms: ['BusinessUnitID', 'Business unit', 'CorporateUnitID'],
    }),
    costCenter: field.naturalReference('OrgUnit', 'The cost center that pays.', {
      synonyms: ['CostCenterID', 'Cost centre', 'Kostenstelle', 'Centre de coûts'],
    }),
    comments: field.text(4000, 'Remarks.', { synonyms: ['Notes', 'Remarks', 'Bemerkung', 'Commentaire'] }),
  },
});

export const purchaseLine = defineEntity({
  name: 'PurchaseLine',
  summary: 'A line of a purchase order: what was bought, how many, and for how much.',
  group: 'business',
  key: ['key'],
  match: [
    ['order', 'lineNumber'],
    ['invoiceNumber', 'sku', 'invoicedOn'],
    ['order', 'sku', 'effectiveOn'],
  ],
  fields: {
    key: field.naturalKey('The order and the number of the line, or what else tells it apart.', {
      synonyms: ['PurchaseOrderDetailID', 'Line ID', 'PO line ID'],
    }),
    order: field.naturalReference('PurchaseOrder', 'The order that the line is a part of.', {
      synonyms: ['PurchaseOrderID', 'PurchaseOrderNo', 'Purchase Order Number', 'PO number', 'PO No.', 'Bestellnummer'],
    }),
    lineNumber: field.natural(64, 'The number of the line in its order.', {
      synonyms: [
        'SequenceNumber',
        'Line',
        'Line No.',
        'PO line',
        'PO line number',
        'Item',
        'Item number',
        'Position',
        'Pos.',
        'Ligne',
      ],
    }),
    type: field.choice(
      ['licence', 'maintenance', 'subscription', 'hardware', 'service'],
      'What kind of thing was bought.',
      { synonyms: ['PurchaseOrderDetailType', 'Purchase type', 'Line type', 'Item type'] },
    ),
    sku: field.natural(100, "The seller's or publisher's number of the product.", {
      synonyms: [
        'LicensePartNo',
        'Part number',
        'Part No.',
        'Part #',
        'Product number',
        'Article number',
        'Artikelnummer',
        'Référence',
      ],
    }),
    description: field.text(512, 'What was bought, as the order says.', {
      synonyms: ['ItemDescription', 'Item name', 'Line description', 'Bezeichnung', 'Beschreibung', 'Désignation'],
    }),
    publisher: field.naturalReference('Vendor', 'Who publishes the software.', {
      synonyms: ['PublisherID', 'Publisher name', 'Manufacturer', 'Hersteller', 'Éditeur'],
    }),
    product: field.natural(256, 'The product, where the order tells it apart from the description.', {
      synonyms: ['Product name', 'Software', 'Produkt', 'Produit'],
    }),
    quantity: field.decimal('How many were bought; negative for a credit note.', {
      synonyms: ['Qty', 'Count', 'Amount of units', 'Menge', 'Anzahl', 'Quantité'],
    }),
    quantityPerUnit: field.decimal('How many rights each of them gives.', {
      minimum: '0',
      synonyms: ['Pack size', 'Effective quantity per unit', 'Units per pack'],
    }),
    unitPrice: field.money('The price of one.', {
      synonyms: ['Price', 'Unit cost', 'Price per unit', 'Einzelpreis', 'Stückpreis', 'Prix unitaire'],
    }),
    totalPrice: field.money('The price of the line.', {
      synonyms: ['Total', 'Total cost', 'Line total', 'Extended price', 'Gesamtpreis', 'Gesamtbetrag', 'Prix total'],
    }),
    rate: field.decimal('The exchange rate that was applied.', {
      minimum: '0',
      synonyms: ['Exchange rate', 'Wechselkurs'],
    }),
    requestNumber: field.natural(128, 'The number of the request that led to it.', {
      synonyms: ['RequestNo', 'Requisition number'],
    }),
    requestedOn: field.date('The day of the request.', { synonyms: ['RequestDate', 'Requisition date'] }),
    effectiveOn: field.date('From when it may be used.', {
      synonyms: ['EffectiveDate', 'Start date', 'Valid from', 'Gültig ab', 'Date de début'],
    }),
    expiresOn: field.date('Until when it may be used.', {
      synonyms: ['ExpiryDate', 'Expiration date', 'End date', 'Valid until', 'Gültig bis', "Date d'expiration"],
    }),
    maintenanceOn: field.date('Until when maintenance is paid.', {
      synonyms: ['Maintenance end date', 'Maintenance until', 'Maintenance expiry date', 'Wartung bis'],
    }),
    invoiceNumber: field.natural(128, 'The number of the invoice.', {
      synonyms: ['InvoiceNo', 'Invoice', 'Rechnungsnummer', 'Numéro de facture'],
    }),
    invoicedOn: field.date('The day of the invoice.', {
      synonyms: ['InvoiceDate', 'Rechnungsdatum', 'Date de facture'],
    }),
    contract: field.naturalReference('Contract', 'The contract it was bought under.', {
      synonyms: ['ContractID', 'ContractNo', 'Contract number', 'Agreement number', 'Vertragsnummer'],
    }),
    location: field.naturalReference('OrgUnit', 'The location it was bought for.', {
      synonyms: ['LocationID', 'Standort'],
    }),
    corporateUnit: field.naturalReference('OrgUnit', 'The corporate unit it was bought for.', {
      synonyms: ['BusinessUnitID', 'Business unit', 'CorporateUnitID'],
    }),
    costCenter: field.naturalReference('OrgUnit', 'The cost center that pays.', {
      synonyms: ['CostCenterID', 'Cost centre', 'Kostenstelle', 'Centre de coûts'],
    }),
    processed: field.boolean('Whether its rights have been entered as a licence.', { synonyms: ['Is processed'] }),
    comments: field.text(4000, 'Remarks.', { synonyms: ['Notes', 'Remarks', 'Bemerkung', 'Commentaire'] }),
  },
});
