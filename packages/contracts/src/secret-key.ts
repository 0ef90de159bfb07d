const shape = /SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIAL|KEY$/i

/** Whether what stands under this name has to be hidden (P-05): a variable, a setting, a field. That which names the version of a secret hides nothing. */
export const isSecretKey = (key: string): boolean => shape.test(key) && !/_?VERSION$/i.test(key)
