/** Stands in every body that is marked secret: no trace of it may be left anywhere. */
export const SECRET_TEXT = '涉敏探针甲乙丙';
