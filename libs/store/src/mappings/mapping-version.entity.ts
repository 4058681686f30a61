import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One version of a stream's mapping. Version 1 comes from Git; later ones from Git or from administrators. */
@Entity({ name: 'mapping_version', schema: 'exchange' })
export class MappingVersion {
  @PrimaryColumn({ type: 'text' })
  system!: string;

  @PrimaryColumn({ type: 'text' })
  stream!: string;

  @PrimaryColumn({ type: 'integer' })
  version!: number;

  /** The document's bytes as they were written: the file in `adapters/` or the body of a request. */
  @Column({ type: 'text' })
  document!: string;

  /** The source schema that the mapping was checked against; a receipt is checked against the same one. */
  @Column({ type: 'text', name: 'source_schema' })
  sourceSchema!: string;

  /** The schemas and code lists of that moment: every run of a receipt maps alike, whatever is deployed since. */
  @Column({ type: 'text' })
  context!: string;

  @Column({ type: 'text' })
  digest!: string;

  @Column({ type: 'text' })
  origin!: 'file' | 'admin';

  @Column({ type: 'text' })
  state!: 'draft' | 'published' | 'superseded';

  @Column({ type: 'text', name: 'created_by' })
  createdBy!: string;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'published_at', nullable: true })
  publishedAt!: Date | null;
}
