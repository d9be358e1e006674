namespace CityActors.Packs.Format;

/// <summary>Ready fragments of a type of case, with what they carry of the rules of the field.</summary>
public sealed record TraitsSpec
{
    /// <summary>Notes may be added, also after the end.</summary>
    public NoteTrait? Note { get; init; }

    /// <summary>A clock may be given more time.</summary>
    public ExtensionTrait? Extension { get; init; }

    /// <summary>It may be put off to a date.</summary>
    public SuspensionTrait? Suspension { get; init; }

    /// <summary>It may be put before those who supervise.</summary>
    public EscalationTrait? Escalation { get; init; }

    /// <summary>It may be handed to another unit of the same kind.</summary>
    public TransferTrait? Transfer { get; init; }

    /// <summary>Who asked may take it back.</summary>
    public WithdrawalTrait? Withdrawal { get; init; }

    /// <summary>It may be opened again after its end.</summary>
    public ReopeningTrait? Reopening { get; init; }

    /// <summary>Those whom it concerns may be asked after its end whether it is done.</summary>
    public RevisitTrait? Revisit { get; init; }

    /// <summary>What came of it may be appealed against.</summary>
    public AppealTrait? Appeal { get; init; }

    /// <summary>It may be rated by whom it concerns.</summary>
    public RatingTrait? Rating { get; init; }
}

/// <summary>Notes.</summary>
public sealed record NoteTrait
{
    /// <summary>Who may; none: whoever may do anything.</summary>
    public IReadOnlyList<string> By { get; init; } = [];
}

/// <summary>More time, granted with consent, not once it is overdue.</summary>
public sealed record ExtensionTrait
{
    /// <summary>Which clock.</summary>
    public required string Clock { get; init; }

    /// <summary>In which states; none: in all in which the clock may run.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>By how much: a length, or <c>limit</c>.</summary>
    public required PackValue By { get; init; }

    /// <summary>How often.</summary>
    public int Most { get; init; } = 1;

    /// <summary>Who must agree; none: who may extend decides.</summary>
    public string? Consent { get; init; }

    /// <summary>Who may ask for it; none: whoever has it in hand.</summary>
    public IReadOnlyList<string> Who { get; init; } = [];
}

/// <summary>Put off to a date, once, at most a year.</summary>
public sealed record SuspensionTrait
{
    /// <summary>From which states.</summary>
    public required IReadOnlyList<string> From { get; init; }

    /// <summary>The state meanwhile.</summary>
    public required string To { get; init; }

    /// <summary>The state after.</summary>
    public required string Back { get; init; }

    /// <summary>The clock that ends it.</summary>
    public required string Clock { get; init; }

    /// <summary>The clock that does not count meanwhile.</summary>
    public string? Pauses { get; init; }

    /// <summary>Who may.</summary>
    public IReadOnlyList<string> Who { get; init; } = [];

    /// <summary>The holder who has it in hand no more.</summary>
    public string? Releases { get; init; }

    /// <summary>How often.</summary>
    public int Most { get; init; } = 1;

    /// <summary>For how long at most.</summary>
    public PackValue? Longest { get; init; }
}

/// <summary>Put before those who supervise.</summary>
public sealed record EscalationTrait
{
    /// <summary>In which states; none: in all that are no end.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Who may.</summary>
    public IReadOnlyList<string> Who { get; init; } = [];
}

/// <summary>Handed to another unit of the same kind.</summary>
public sealed record TransferTrait
{
    /// <summary>Who may.</summary>
    public required IReadOnlyList<string> By { get; init; }
}

/// <summary>Taken back.</summary>
public sealed record WithdrawalTrait
{
    /// <summary>From which states.</summary>
    public required IReadOnlyList<string> From { get; init; }

    /// <summary>The state after.</summary>
    public required string To { get; init; }

    /// <summary>Who may.</summary>
    public required IReadOnlyList<string> By { get; init; }
}

/// <summary>Opened again.</summary>
public sealed record ReopeningTrait
{
    /// <summary>From which ends.</summary>
    public required IReadOnlyList<string> From { get; init; }

    /// <summary>The state after.</summary>
    public required string To { get; init; }

    /// <summary>The clock that begins.</summary>
    public string? Starts { get; init; }

    /// <summary>The holder who is looked for.</summary>
    public string? Assigns { get; init; }

    /// <summary>What people call it; none: Reopen.</summary>
    public LocalText? Name { get; init; }

    /// <summary>Who may.</summary>
    public IReadOnlyList<string> Who { get; init; } = [];
}

/// <summary>A revisit: whoever calls again notes whether people are content; where they are not, it goes on.</summary>
public sealed record RevisitTrait
{
    /// <summary>From which ends.</summary>
    public required IReadOnlyList<string> From { get; init; }

    /// <summary>The state after, where they are not.</summary>
    public required string To { get; init; }

    /// <summary>The clock that begins then.</summary>
    public string? Starts { get; init; }

    /// <summary>The holder who is looked for then.</summary>
    public string? Assigns { get; init; }

    /// <summary>Who may.</summary>
    public IReadOnlyList<string> Who { get; init; } = [];
}

/// <summary>An appeal, which two decide, neither of them who appealed.</summary>
public sealed record AppealTrait
{
    /// <summary>From which ends.</summary>
    public required IReadOnlyList<string> From { get; init; }

    /// <summary>Who may appeal.</summary>
    public IReadOnlyList<string> Who { get; init; } = [];

    /// <summary>Who decides: roles; never who appealed.</summary>
    public required IReadOnlyList<string> By { get; init; }

    /// <summary>How many must grant it.</summary>
    public int Need { get; init; } = 2;
}

/// <summary>A rating of one to five stars, once.</summary>
public sealed record RatingTrait
{
    /// <summary>Who may.</summary>
    public required string By { get; init; }

    /// <summary>After which ends.</summary>
    public required IReadOnlyList<string> Ends { get; init; }
}
