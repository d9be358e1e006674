namespace CityActors.Packs.Expressions;

/// <content>Paths and functions.</content>
internal sealed partial class Checker
{
    private Node Path(PathTerm term, Facts facts)
    {
        if (InRows(term, facts) is { } inner)
        {
            return inner;
        }

        if (scope.Forbids(term.Path))
        {
            return Forbidden(term);
        }

        if (scope.IndexOf(term.Path) is >= 0 and var index)
        {
            reads.Add(index);
            return Read(scope.Fields[index], $"@{term.Path}", -1, index, term.Column, facts);
        }

        if (ColumnOf(term, facts) is { } column)
        {
            return column;
        }

        var within = rows.Count == 0 ? "" : $", and in this list {(rows[^1].Fields is { } fields ? fields.Names : "it")}";
        Fault("T4", term.Column, $"{term.Path} may not be read here; there are: {scope.Names}{within}.");
        return new FaultyNode(term.Column);
    }

    private FaultyNode Forbidden(PathTerm term)
    {
        Fault("T6", term.Column, $"{term.Path} is forbidden to the expressions of this type: it must not be an argument here.");
        return new FaultyNode(term.Column);
    }

    // The innermost list's fields come first; 'it' is its element.
    private Node? InRows(PathTerm term, Facts facts)
    {
        if (rows.Count > 0 && term.Path == "it")
        {
            return new ItNode(rows[^1], $"@{rows.Count}") { Column = term.Column, Interval = facts.Narrow($"@{rows.Count}", Interval.Anything) };
        }

        for (var up = 0; up < rows.Count; up++)
        {
            var path = up == 0 && term.Path.StartsWith("it.", StringComparison.Ordinal) ? term.Path[3..] : term.Path;
            if (rows[^(up + 1)].Fields is { } fields && fields.IndexOf(path) is >= 0 and var index)
            {
                if (scope.Forbids($"{listPaths[^(up + 1)]}.{path}"))
                {
                    return Forbidden(term);
                }

                return Read(fields.Fields[index], $"@{rows.Count - up}.{path}", up, index, term.Column, facts);
            }
        }

        return null;
    }

    private static ReadNode Read(ScopeField field, string key, int up, int index, int column, Facts facts) => new(field, key, up, index)
    {
        Column = column,
        MayBeMissing = field.MayBeMissing && !facts.Has(key),
        Interval = facts.Narrow(key, new(field.Least, field.Most)),
        Class = field.Class,
    };

    // terms.until: the field 'until' of each row of the list 'terms'.
    private ColumnNode? ColumnOf(PathTerm term, Facts facts)
    {
        for (var dot = term.Path.LastIndexOf('.'); dot > 0; dot = term.Path.LastIndexOf('.', dot - 1))
        {
            var path = new PathTerm(term.Path[..dot], term.Column);
            var isKnown = scope.IndexOf(path.Path) >= 0 || InRows(path, facts) is not null;
            if (isKnown && Need(path, facts) is { Type: { Kind: ExpressionKind.List, Element.Fields: { } fields } } list && fields.IndexOf(term.Path[(dot + 1)..]) is >= 0 and var index)
            {
                var field = fields.Fields[index];
                return new ColumnNode(ExpressionType.List(field.Type, list.Type.Most), $"{list.Key}.{field.Path}", list, field, index)
                {
                    Column = term.Column,
                    MayBeMissing = field.MayBeMissing,
                    Interval = new(field.Least, field.Most),
                    Cost = Math.Min(Ceiling, Steps(list) + list.Type.Most),
                    Class = ClassOf(list) > field.Class ? ClassOf(list) : field.Class,
                };
            }
        }

        return null;
    }

    private Flow Call(CallTerm term, Facts facts)
    {
        var function = Function.All[term.Name];
        if (term.Arguments.Count < function.Least || term.Arguments.Count > function.Most || (term.Where is not null && !function.IsOverList))
        {
            Fault("T2", term.Column, $"{term.Name} is written {function.Use}.");
            return Plain(new FaultyNode(term.Column), facts);
        }

        return term.Name == "has" ? Has(term, facts) : Plain(function.IsOverList ? Aggregate(term, facts) : Scalar(term, facts), facts);
    }

    private Node Aggregate(CallTerm term, Facts facts)
    {
        var argument = Walk(term.Arguments[0], facts).Node;
        if (!argument.IsKnown || argument.Type.Kind != ExpressionKind.List)
        {
            return Refuse(argument, term, $"{Printer.Print(term.Arguments[0])} is {argument.Type.WithArticle}, but {term.Name} looks at a list: {Function.All[term.Name].Use}.");
        }

        if (term.Where is null && term.Name is "any" or "all")
        {
            return Refuse(argument, term, $"{term.Name} needs a condition: {Function.All[term.Name].Use}.");
        }

        var column = argument as ColumnNode;
        var list = column is null ? argument : column.List;
        rows.Add(list.Type.Element!);
        listPaths.Add(PathOf(list));
        var where = term.Where is null ? default(Flow?) : Condition(term.Where, facts, "'where'");
        var inner = where?.WhereTrue ?? facts;
        var isMissing = column is null ? argument.MayBeMissing : column.Field.MayBeMissing && !inner.Has($"@{rows.Count}.{column.Field.Path}");
        rows.RemoveAt(rows.Count - 1);
        listPaths.RemoveAt(listPaths.Count - 1);
        if (isMissing)
        {
            var name = Printer.Print(term.Arguments[0]);
            Fault("T1", term.Arguments[0].Column, column is null
                ? $"{name} may be missing here: write 'has({name}) and …' before it, or '{name} ?? []'."
                : $"{column.Field.Path} may be missing in some rows: write '{term.Name}({name} where has({column.Field.Path}))'.");
        }

        return Total(term, argument, column, list, where?.Node, facts);
    }

    // The path of a list in the scope; nothing for one that is written out or stands in a row.
    private static string PathOf(Node list) => list switch
    {
        ReadNode read => read.Key[1..],
        DefaultNode either => PathOf(either.Left),
        _ => "",
    };

    private Node Total(CallTerm term, Node argument, ColumnNode? column, Node list, Node? where, Facts facts)
    {
        var element = argument.Type.Element!;
        var isFigure = term.Name is "sum" or "min" or "max";
        var isElement = isFigure || term.Name == "only";
        var isUsable = !isFigure || element.Kind == ExpressionKind.Unknown || (term.Name == "sum" ? Types.IsQuantity(element) || element.Kind == ExpressionKind.Span : Types.IsOrdered(element));
        if (term.Name == "only" && element.Kind is ExpressionKind.List or ExpressionKind.Row)
        {
            return Refuse(argument, term, $"only gives one value, but {Printer.Print(term.Arguments[0])} has {element}s: name a field of them, for example {Function.All[term.Name].Use}.");
        }

        if (!isUsable)
        {
            return Refuse(argument, term, $"{term.Name} cannot work on {element.WithArticle}: it needs numbers{(term.Name == "sum" ? "" : " or dates")}, for example {Function.All[term.Name].Use}.");
        }

        var type = term.Name == "count" ? ExpressionType.Whole : !isElement ? ExpressionType.Flag : element.Kind == ExpressionKind.Unknown ? ExpressionType.Whole : element;
        var key = $"{term.Name}({argument.Key}{(where is null ? "" : $" where {where.Key}")})";
        var most = list.Type.Most;
        var mayBeEmpty = term.Name == "only" || (term.Name is "min" or "max" && (where is not null || list is not ListNode { Items.Count: > 0 }));
        var interval = term.Name switch
        {
            "count" => new Interval(0, most),
            "min" or "max" or "only" => argument.Interval,
            "sum" => new Interval(0, most).Times(argument.Interval),
            _ => Interval.Anything,
        };
        return new AggregateNode(term.Name, type, list, column, where, key)
        {
            Column = term.Column,
            MayBeMissing = mayBeEmpty && !facts.Has(key),
            Interval = facts.Narrow(key, interval),
            Cost = Math.Min(Ceiling, Steps(list) + (most * (1 + (where?.Cost ?? 0)))),
            Class = where is null ? argument.Class : ClassOf(argument, where),
        };
    }

    private Node Scalar(CallTerm term, Facts facts)
    {
        var arguments = term.Arguments.Select(argument => Need(argument, facts)).ToList();
        if (arguments.Any(argument => !argument.IsKnown))
        {
            return new FaultyNode(term.Column);
        }

        if (Signature(term, arguments) is not { } type)
        {
            return new FaultyNode(term.Column);
        }

        if (term.Name == "age")
        {
            var today = Path(new PathTerm("today", term.Column), facts);
            arguments.Add(today);
            if (!today.IsKnown)
            {
                return today;
            }
        }

        var key = $"{term.Name}({string.Join(",", arguments.Select(argument => argument.Key))})";
        return new FunctionNode(term.Name, type, arguments, key)
        {
            Column = term.Column,
            Hours = term.Name == "hours" ? HoursOf(arguments) ?? SpanHours.All : SpanHours.All,
            MayBeMissing = term.Name == "hours" && HoursOf(arguments) == SpanHours.Working && !facts.Has(key),
            Interval = facts.Narrow(key, Bounds(term.Name, arguments)),
            Cost = Steps([.. arguments]),
            Class = ClassOf([.. arguments]),
        };
    }

    private ExpressionType? Signature(CallTerm term, List<Node> arguments)
    {
        ExpressionKind KindAt(int index) => arguments[index].Type.Kind;
        bool IsText(int index) => KindAt(index) is ExpressionKind.Text or ExpressionKind.Choice or ExpressionKind.Area or ExpressionKind.Ref;
        var type = term.Name switch
        {
            "age" or "month" or "weekday" when KindAt(0) == ExpressionKind.Date => ExpressionType.Whole,
            "days" when KindAt(0) == ExpressionKind.Date && KindAt(1) == ExpressionKind.Date => ExpressionType.Whole,
            "hours" when KindAt(0) == ExpressionKind.Instant && KindAt(1) == ExpressionKind.Instant && HoursOf(arguments) is { } => ExpressionType.Number(HoursUnit(arguments)),
            "within" when KindAt(0) == ExpressionKind.Place && (KindAt(1) == ExpressionKind.Area || arguments[1] is ConstantNode { Type.Kind: ExpressionKind.Text }) => ExpressionType.Flag,
            "metres" when KindAt(0) == ExpressionKind.Place && KindAt(1) == ExpressionKind.Place => ExpressionType.Number("m"),
            "starts" when IsText(0) && IsText(1) => ExpressionType.Flag,
            "text-size" when KindAt(0) == ExpressionKind.Text => ExpressionType.Whole,
            "round" when Types.IsQuantity(arguments[0].Type) && arguments[1] is ConstantNode { Type.Kind: ExpressionKind.Whole, Value.AsNumber: <= 28 } => arguments[0].Type,
            "between" when Types.Common(arguments[0].Type, arguments[0].IsBare, arguments[1].Type, arguments[1].IsBare) is { } common && Types.IsOrdered(common)
                && Types.Common(arguments[0].Type, arguments[0].IsBare, arguments[2].Type, arguments[2].IsBare) is { } => Between(term, arguments),
            _ => null,
        };
        if (type is null)
        {
            var units = term.Name == "hours" ? "; its third part is \"hours\", \"urgent-hours\" or \"working-hours\"" : "";
            Fault("T2", term.Column, $"{term.Name} is written {Function.All[term.Name].Use}{units}; it was given: {string.Join(", ", arguments.Select(argument => argument.Type))}.");
        }

        return type;
    }

    private ExpressionType Between(CallTerm term, List<Node> arguments)
    {
        var (above, below) = (Verdict(Operator.AtLeast, arguments[0], arguments[1]), Verdict(Operator.AtMost, arguments[0], arguments[2]));
        if (above == false || below == false || Verdict(Operator.Above, arguments[1], arguments[2]) == true)
        {
            FaultVerdict(term, false);
        }
        else if (above == true && below == true)
        {
            FaultVerdict(term, true);
        }

        return ExpressionType.Flag;
    }

    private static SpanHours? HoursOf(List<Node> arguments) => HoursUnit(arguments) switch
    {
        "hours" => SpanHours.All,
        "urgent-hours" => SpanHours.Urgent,
        "working-hours" => SpanHours.Working,
        _ => null,
    };

    private static string? HoursUnit(List<Node> arguments) => arguments.Count < 3 ? "hours" : (arguments[2] as ConstantNode)?.Value.AsText;

    private static Interval Bounds(string name, List<Node> arguments) => name switch
    {
        "month" => new(1, 12),
        "weekday" => new(1, 7),
        "text-size" or "metres" => new(0, null),
        _ => Interval.Anything,
    };

    private Node Refuse(Node argument, CallTerm term, string sentence)
    {
        if (argument.IsKnown)
        {
            Fault("T2", term.Column, sentence);
        }

        return new FaultyNode(term.Column);
    }
}
