/** The text of a version, article by article, as both sides sign it. */
import { departmentClass, departmentName } from '../../ui/department.ts';
import { Half } from '../../ui/half.tsx';
import styles from './agreement.module.css';
import type { Article, Clause as ClauseData } from './articles.ts';
import { Clause } from './clause.tsx';
import type { ContractText } from './contract-text.ts';
import { JourneySteps } from './journey-steps.tsx';
import { TargetTable } from './target-table.tsx';
import { VocabularyTable } from './vocabulary-table.tsx';

export function Sheet({ articles, contract }: { articles: readonly Article[]; contract: ContractText | null }) {
  return articles.map((article) => (
    <section key={article.key} aria-labelledby={article.key} className={styles.section}>
      <h3 className={styles.article} id={article.key}>
        <span className={styles.articleNumber} aria-hidden="true">
          {article.number}
        </span>
        {article.title}
      </h3>
      <ArticleBody article={article} contract={contract} />
    </section>
  ));
}

function ArticleBody({ article: { key, clauses }, contract }: { article: Article; contract: ContractText | null }) {
  if (key === 'words' && contract) return <VocabularyTable clauses={clauses} words={contract.vocabulary} />;
  if (key === 'promises') return <Promises clauses={clauses} />;
  if (key === 'journey' && contract) {
    return (
      <>
        <JourneySteps steps={contract.journey} clauses={clauses} />
        <Clauses clauses={clauses} />
      </>
    );
  }
  if (key === 'customers') {
    const isRow = ({ path }: ClauseData) => path.startsWith('targetAccounts.rows.');
    return (
      <>
        <Clauses clauses={clauses.filter((clause) => !isRow(clause))} />
        <TargetTable clauses={clauses.filter(isRow)} />
      </>
    );
  }
  return <Clauses clauses={clauses} />;
}

const Clauses = ({ clauses }: { clauses: readonly ClauseData[] }) =>
  clauses.map((clause) => <Clause key={clause.anchor} clause={clause} />);

/** Marketing on the left, Sales on the right: neither promises alone. */
function Promises({ clauses }: { clauses: readonly ClauseData[] }) {
  return (
    <div className={styles.promises}>
      {(['marketing', 'sales'] as const).map((side) => {
        const own = clauses.filter(({ owner }) => owner === side);
        return (
          <section
            key={side}
            className={`${styles.promiseSide} ${departmentClass[side]}`}
            aria-label={`${departmentName[side]} promises`}
          >
            <h4 className={styles.promiser}>
              <Half department={side} /> {departmentName[side]} promises
            </h4>
            {own.length === 0 && <p className="cap">Nothing yet.</p>}
            {own.map((clause) => (
              <Clause key={clause.anchor} clause={clause} />
            ))}
          </section>
        );
      })}
    </div>
  );
}
