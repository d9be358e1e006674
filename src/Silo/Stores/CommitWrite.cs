using System.Globalization;
using System.Text;
using CityActors.Commits;
using CityActors.Facts;
using CityActors.Observations;
using CityActors.Storage;

namespace CityActors.Silo.Stores;

/// <summary>One commit as the writer runs it: first what may conflict with others, then the rest.</summary>
internal sealed class CommitWrite
{
    private readonly CityCommit _commit;
    private readonly GrainStorageKey _key;
    private readonly string _serviceId;
    private readonly DateTimeOffset _now;
    private readonly FactRecord[] _facts;
    private readonly int _partition;

    /// <param name="commit">What is committed.</param>
    /// <param name="serviceId">Orleans' service id.</param>
    /// <param name="now">Stamps the state's row.</param>
    /// <exception cref="ArgumentException">The owner is no grain id, or rows come without a state.</exception>
    public CommitWrite(CityCommit commit, string serviceId, DateTimeOffset now)
    {
        if (commit.Head is null && commit.Rows.Count > 0)
        {
            throw new ArgumentException($"{commit.Owner} commits rows without its state; nobody could tell who was first.", nameof(commit));
        }

        (_commit, _serviceId, _now) = (commit, serviceId, now);
        _key = KeyOf(commit.Owner);
        _partition = Partitions.OfOwner(commit.Owner);
        _facts = [.. commit.Facts.Select(fact => FactRecords.Of(fact) with { Owner = commit.Owner, RecordedAt = commit.At })];
    }

    /// <summary>About how many bytes it holds while it waits.</summary>
    public int Bytes =>
        CommitTables.RowOverhead
        + (_commit.Head?.Length ?? 0)
        + _commit.Rows.Sum(row => row.Payload?.Length ?? 0)
        + _facts.Sum(fact => Encoding.UTF8.GetByteCount(fact.Payload) + FactTable.RowOverhead);

    /// <summary>Where an owner's state stands: it is named after the owner's type.</summary>
    public static GrainStorageKey KeyOf(string owner)
    {
        var grain = GrainId.Parse(owner);
        return GrainStorageKey.Of(grain.Type.ToString()!, grain);
    }

    /// <summary>The first half: state and letters, each unless another activation was faster.</summary>
    public CommitAnswers Ask(DatabaseSession session)
    {
        var answers = new CommitAnswers();
        if (_commit.Head is { } head)
        {
            var isFirst = _commit.Version == 0;
            var write = CommitTables.Prepare(session, isFirst ? CommitTables.InsertState : CommitTables.UpdateState, _key, _serviceId)
                .Bind(8, head.Span).BindTimestamp(9, _now);
            (isFirst ? write : write.Bind(10, _commit.Version)).PostCount(answers.NoteState);
        }

        foreach (var heard in _commit.Heard)
        {
            session.Prepare(CommitTables.Hear)
                .Bind(1, _commit.Owner).Bind(2, heard.Lane).Bind(3, heard.Number).Bind(4, _commit.At.UtcTicks)
                .PostCount(changed => answers.NoteHeard(heard, changed));
        }

        return answers;
    }

    /// <summary>The second half: refuses, or stores the rest.</summary>
    /// <exception cref="CommitConflictException">Another activation was faster.</exception>
    public CommitAnswers Decide(DatabaseSession session, CommitAnswers answers)
    {
        RefuseConflict(session, answers);
        if (_facts.Length > 0)
        {
            session.Serialize();
        }

        foreach (var fact in _facts)
        {
            FactTable.Post(session, fact, answers.NoteFact);
        }

        foreach (var deadline in _commit.Deadlines)
        {
            DatabaseDeadlines.Post(session, _commit.Owner, _partition, deadline);
        }

        foreach (var row in _commit.Rows)
        {
            var write = row.Payload is { } payload
                ? session.Prepare(CommitTables.SaveRow).Bind(1, _commit.Owner).Bind(2, row.Name).Bind(3, payload.Span)
                : session.Prepare(CommitTables.DeleteRow).Bind(1, _commit.Owner).Bind(2, row.Name);
            write.Post();
        }

        return answers;
    }

    /// <summary>What it came to, after the commit.</summary>
    public CommitReceipt Receipt(CommitAnswers answers) => new(_commit.Version + (_commit.Head is null ? 0 : 1), answers.LastFact);

    /// <summary>The news for those who follow the commits.</summary>
    public CommitNews News(CommitAnswers answers) => new(
        _commit.Owner, _partition, _commit.At, _facts.Length == 0 ? 0 : answers.LastFact - _facts.Length + 1, _commit.Facts, _commit.Deadlines);

    private void RefuseConflict(DatabaseSession session, CommitAnswers answers)
    {
        if (answers.IsStale)
        {
            var stored = CommitTables.Version(session, _key, _serviceId)?.ToString(CultureInfo.InvariantCulture) ?? "none";
            throw new CommitConflictException(
                $"{_commit.Owner} was stored by another activation: the stored version is {stored}, {_commit.Version} was expected. Nothing of this commit was stored.");
        }

        if (answers.Repeat is { } repeat)
        {
            var last = CommitTables.LastHeard(session, _commit.Owner, repeat.Lane);
            throw new CommitConflictException(
                $"{_commit.Owner} heard letter {repeat.Number} of {repeat.Lane} before: the last one heard is {last}. Nothing of this commit was stored.");
        }
    }
}

/// <summary>What the database answered to one run of a commit.</summary>
internal sealed class CommitAnswers
{
    /// <summary>Whether another version of the state is stored than was expected.</summary>
    public bool IsStale { get; private set; }

    /// <summary>A letter that was heard before, or null.</summary>
    public HeardWrite? Repeat { get; private set; }

    /// <summary>The number of the last fact, or 0.</summary>
    public long LastFact { get; private set; }

    public void NoteState(int changed) => IsStale = changed == 0;

    public void NoteHeard(HeardWrite heard, int changed) => Repeat ??= changed == 0 ? heard : null;

    public void NoteFact(Statement row) => LastFact = row.Int64(0);
}
