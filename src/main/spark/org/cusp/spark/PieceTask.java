package org.cusp.spark;

import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.cusp.cli.PieceCommand;
import org.cusp.cli.spread.Job;
import org.cusp.cli.spread.Outcome;
import org.cusp.cli.spread.Piece;
import scala.Function2;
import scala.collection.Iterator;

/**
 * A task: the one piece of its partition.
 *
 * @param job without its pieces
 */
record PieceTask(Broadcast<Job> job)
    implements Function2<TaskContext, Iterator<Piece>, Outcome>, Serializable {
  @Override
  public Outcome apply(TaskContext context, Iterator<Piece> pieces) {
    String host = SparkEnv.get().blockManager().blockManagerId().host();
    return PieceCommand.run(job.value(), pieces.next(), host);
  }
}
